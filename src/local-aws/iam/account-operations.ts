/**
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateCredentialReport.html
 */
import { operation, type Operation } from '../model/service';
import { boolean, type Shape } from '../model/shapes';
import type { Iam } from './iam';

const minimumPasswordLengthType = { kind: 'integer', min: 6, max: 128 } as const satisfies Shape;
const maxPasswordAgeType = { kind: 'integer', min: 1, max: 1095 } as const satisfies Shape;
const passwordReusePreventionType = { kind: 'integer', min: 1, max: 24 } as const satisfies Shape;

const getAccountPasswordPolicy = (iam: Iam): Operation =>
  operation({}, () => {
    const policy = iam.passwordPolicy.require();
    return {
      PasswordPolicy: {
        MinimumPasswordLength: policy.minimumPasswordLength,
        RequireSymbols: policy.requireSymbols,
        RequireNumbers: policy.requireNumbers,
        RequireUppercaseCharacters: policy.requireUppercaseCharacters,
        RequireLowercaseCharacters: policy.requireLowercaseCharacters,
        AllowUsersToChangePassword: policy.allowUsersToChangePassword,
        ExpirePasswords: policy.maxPasswordAge !== undefined,
        MaxPasswordAge: policy.maxPasswordAge,
        PasswordReusePrevention: policy.passwordReusePrevention,
        HardExpiry: policy.hardExpiry,
      },
    };
  });

const updateAccountPasswordPolicy = (iam: Iam): Operation =>
  operation(
    {
      minimumPasswordLength: minimumPasswordLengthType,
      requireSymbols: boolean,
      requireNumbers: boolean,
      requireUppercaseCharacters: boolean,
      requireLowercaseCharacters: boolean,
      allowUsersToChangePassword: boolean,
      maxPasswordAge: maxPasswordAgeType,
      passwordReusePrevention: passwordReusePreventionType,
      hardExpiry: boolean,
    },
    (policy) => {
      iam.passwordPolicy.update(policy);
      return {};
    },
  );

const deleteAccountPasswordPolicy = (iam: Iam): Operation =>
  operation({}, () => {
    iam.passwordPolicy.delete();
    return {};
  });

const generateCredentialReport = (iam: Iam): Operation =>
  operation({}, () => {
    const { state, description } = iam.credentialReports.generate();
    return { State: state, Description: description };
  });

const getCredentialReport = (iam: Iam): Operation =>
  operation({}, () => {
    const { content, generatedTime } = iam.credentialReports.get();
    return { Content: Buffer.from(content), ReportFormat: 'text/csv', GeneratedTime: generatedTime };
  });

export const accountOperations = (iam: Iam): Readonly<Record<string, Operation>> => ({
  GetAccountPasswordPolicy: getAccountPasswordPolicy(iam),
  UpdateAccountPasswordPolicy: updateAccountPasswordPolicy(iam),
  DeleteAccountPasswordPolicy: deleteAccountPasswordPolicy(iam),
  GenerateCredentialReport: generateCredentialReport(iam),
  GetCredentialReport: getCredentialReport(iam),
});
