/**
 * The two least-privilege policy documents of login profiles, and the ARNs of users and secrets that are known by name.
 * Pure, and free of every other room: the constructs and the executable both print them.
 */
export { type ArnParts, partitionOf, regionOfKey, secretArn, userArns } from './arns';
export { applyDocument, type Grants, planDocument, type PolicyDocument, type PolicyStatement } from './policy-document';
