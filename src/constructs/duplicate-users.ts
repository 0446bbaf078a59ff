/** Two resources for one user would set each other's password at every apply, without end. */
import { DefaultTokenResolver, StringConcat, TerraformResource, TerraformStack, Token, Tokenization } from 'cdktf';
import { LoginProfile as IamLoginProfile } from './bindings/login-profile';
import { IamProvider } from './bindings/provider';
import { elementsOf } from './stack-elements';

const checkedStacks = new WeakSet<TerraformStack>();

/** Another copy of this package makes resources of another class, so the type's name decides. */
export const isLoginProfileResource = (x: unknown): x is IamLoginProfile =>
  TerraformResource.isTerraformResource(x) && x.terraformResourceType === IamLoginProfile.tfResourceType;

/** Resolving is slow, and most values are literals. */
function asWritten(value: unknown, scope: IamLoginProfile): string {
  if (!Token.isUnresolved(value)) return String(value);
  return String(Tokenization.resolve(value, { scope, resolver: new DefaultTokenResolver(new StringConcat()) }));
}

/** One key per user and provider: a reference as Terraform will read it, a literal name without case, as IAM does. */
function keyOf(userName: unknown, login: IamLoginProfile): string {
  const user = asWritten(userName, login);
  const provider = asWritten(login.provider?.fqn ?? IamProvider.tfResourceType, login);
  return JSON.stringify([user.includes('${') ? user : user.toLowerCase(), provider]);
}

/** The resource as it will be written, overrides included; undefined where it moved away or stands for several. */
function writtenKey(login: IamLoginProfile): string | undefined {
  const { resource } = login.toTerraform() as {
    readonly resource?: Record<string, Record<string, { user_name?: string; count?: unknown; for_each?: unknown }>>;
  };
  const written = resource?.[login.terraformResourceType]?.[login.friendlyUniqueId];
  if (written === undefined || written.count !== undefined || written.for_each !== undefined) return undefined;
  return keyOf(written.user_name, login);
}

function groupBy(logins: readonly IamLoginProfile[], key: (login: IamLoginProfile) => string | undefined) {
  const groups = new Map<string, IamLoginProfile[]>();
  for (const login of logins) {
    const value = key(login);
    if (value !== undefined) groups.set(value, [...(groups.get(value) ?? []), login]);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}

function duplicates(stack: TerraformStack): string[] {
  const logins = [...elementsOf(stack)].filter(isLoginProfileResource);
  const suspects = groupBy(logins, (login) => keyOf(login.userNameInput, login)).flat();
  // Writing a resource out is slow, so only the suspects are.
  return groupBy(suspects, writtenKey).map((group) => {
    const paths = group.map(({ node }) => node.path).join(', ');
    return (
      `Several login profiles for the same IAM user: ${paths}. A user has one console password: remove all but one. ` +
      'For users of that name in several accounts, give each an IamProvider of its own account.'
    );
  });
}

/** Makes synth fail where the login profile's stack has another one for the same user with the same provider. */
export function refuseDuplicateUsers(login: IamLoginProfile): void {
  const stack = TerraformStack.of(login);
  if (checkedStacks.has(stack)) return;
  checkedStacks.add(stack);
  stack.node.addValidation({ validate: () => duplicates(stack) });
}
