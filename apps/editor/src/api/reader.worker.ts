import { readToMessage } from '../model/document/reading-message.ts';

type ReaderRequest = { readonly type: 'read' | 'warm-up'; readonly text: string };

/** Reads and checks each text that arrives, off the page's thread; answers come in the order of the texts. */
self.addEventListener('message', ({ data: { type, text } }: MessageEvent<ReaderRequest>) => {
  if (type === 'read') postMessage(readToMessage(text));
  else practise(text, WARM_UP_ROUNDS);
});

/** One round at a time: a person who types meanwhile waits for no more than that. */
function practise(text: string, rounds: number): void {
  readToMessage(text);
  if (rounds > 1) setTimeout(practise, 0, text, rounds - 1);
}

/** After so many readings the code is about as fast as it will be. */
const WARM_UP_ROUNDS = 4;
