/** What a page asks of the stream that all pages share: the events of these runs, and whether runs begin, wait or end. */
export interface StreamWish {
  readonly runs: readonly string[];
  readonly hearsRuns: boolean;
}

/** What a page sends: what it asks for, or that the browser is somebody else to the server now. */
export type PageMessage = StreamWish | 'renew';

/**
 * What a page is told. After `open` nothing of these runs is missed until `lost`; what came before is asked for. An event is
 * told as the server sent it, unchecked.
 */
export type StreamNews =
  | { readonly kind: 'open'; readonly runs: readonly string[] }
  | { readonly kind: 'lost' }
  | { readonly kind: 'event'; readonly event: { readonly run_id: string; readonly type: string } };
