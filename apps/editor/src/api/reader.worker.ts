import { readToMessage } from '../model/reading-message.ts';

/** Reads and checks each text that arrives, off the page's thread; answers come in the order of the texts. */
self.addEventListener('message', ({ data }: MessageEvent<string>) => postMessage(readToMessage(data)));
