/** Meets IAM's default policy, and looks different in every encoding. */
export const FIRST = 'F1rst & "quoted" <pass>/+ö';
export const SECOND = 'S3cond & "quoted" <pass>/+ö';
export const THIRD = 'Th1rd & "quoted" <pass>/+ö';
