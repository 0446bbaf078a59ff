import { serve } from '../../../src/plugin';
import { noteProvider } from './note-provider';

void serve(() => noteProvider, { name: 'note' });
