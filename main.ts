import { IamUser } from '@cdktf/provider-aws/lib/iam-user';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { App, TerraformStack, TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';
import { LoginProfile, SecretPassword } from './src';

/** One user and the secret that holds the password, as `cdktf.json` names them under `context.consoleUsers`. */
interface ConsoleUser {
  readonly user: string;
  readonly secret: string;
  readonly jsonKey?: string;
}

/** Console passwords of users that exist, from secrets that exist. */
class ConsoleAccess extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const users = (this.node.tryGetContext('consoleUsers') ?? []) as readonly ConsoleUser[];
    for (const { user, secret, jsonKey } of users) {
      new LoginProfile(this, user, { user, password: SecretPassword.fromSecret(secret, { jsonKey }) });
    }
  }
}

/** A new colleague: user, secret and console access in one deploy. The first password passes through, nothing keeps it. */
class Onboarding extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws');
    const firstPassword = new TerraformVariable(this, 'first-password', { type: 'string', sensitive: true });
    // Ephemeral here and write-only below: neither plan nor state gets to see it. Terraform 1.11 and later.
    firstPassword.addOverride('ephemeral', true);

    const user = new IamUser(this, 'carol', { name: 'carol' });
    const secret = new SecretsmanagerSecret(this, 'carol-password', { name: 'console/carol' });
    const version = new SecretsmanagerSecretVersion(this, 'carol-first-password', {
      secretId: secret.id,
      secretStringWo: firstPassword.stringValue,
      secretStringWoVersion: 1,
    });

    new LoginProfile(this, 'carol-login', {
      user,
      password: SecretPassword.fromSecretVersion(version),
      passwordResetRequired: true,
    });
  }
}

const app = new App();
new ConsoleAccess(app, 'console-access');
new Onboarding(app, 'onboarding');
app.synth();
