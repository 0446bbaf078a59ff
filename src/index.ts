/**
 * IAM console passwords as code: the password lives in AWS Secrets Manager and never enters code, plan or state.
 * @packageDocumentation
 */
export * from './constructs';
