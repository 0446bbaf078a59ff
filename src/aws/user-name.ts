/** Why a text is no IAM user name. An empty one would mean the caller, so it must never reach IAM. */
export type UserNameProblem = 'empty' | 'too-long' | 'forbidden-character';

/** IAM's limit, in characters. @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateLoginProfile.html */
export const MAX_USER_NAME_CHARACTERS = 64;

export function userNameProblem(userName: string): UserNameProblem | undefined {
  if (userName === '') return 'empty';
  if (!/^[A-Za-z0-9_+=,.@-]+$/.test(userName)) return 'forbidden-character';
  return userName.length > MAX_USER_NAME_CHARACTERS ? 'too-long' : undefined;
}
