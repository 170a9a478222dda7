import { memoryDocuments } from '../../src/store/memory/documents.js';
import { describeDocuments } from './documents.contract.js';

describeDocuments('memory', async () => memoryDocuments());
