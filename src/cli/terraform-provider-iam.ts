import { serve } from '../plugin';
import { iamProvider } from '../provider';

/** Set by the build to the version of the package. */
declare const PROVIDER_VERSION: string;

void serve(iamProvider(PROVIDER_VERSION), { name: 'iam' });
