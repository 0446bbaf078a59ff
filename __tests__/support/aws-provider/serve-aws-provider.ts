import { serve } from '../../../src/plugin';
import { awsProvider } from './aws-provider';

void serve(awsProvider, { name: 'aws' });
