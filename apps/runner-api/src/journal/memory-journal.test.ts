import { createMemoryJournal } from '@flowmason/engine';
import { describeJournal } from './journal.contract.ts';

describeJournal('the journal in memory', async () => createMemoryJournal());
