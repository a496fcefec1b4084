/** What tabs of this browser tell each other about a pipeline. */
export type TabNews = {
  readonly kind: 'opened' | 'closed' | 'saved';
  readonly pipelineId: string;
};

/** Tells the other tabs. */
export function tellTabs(news: TabNews): void {
  channel().postMessage(news);
}

/** Hears what other tabs tell, until the function that it gives back is called. */
export function hearTabs(listener: (news: TabNews) => void): () => void {
  const hear = ({ data }: MessageEvent<TabNews>): void => listener(data);
  channel().addEventListener('message', hear);
  return () => channel().removeEventListener('message', hear);
}

let opened: BroadcastChannel | undefined;

function channel(): BroadcastChannel {
  opened ??= new BroadcastChannel('flowmason.files');
  return opened;
}
