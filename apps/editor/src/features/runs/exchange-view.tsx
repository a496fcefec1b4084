import { toDurationText } from '@flowmason/pipeline-schema';
import type { ReactNode } from 'react';
import type { StageExchange } from '../../model/runs/stage-attempts.ts';
import { addressOf } from '../../model/runs/stage-words.ts';
import { Badge } from '../../ui/badge.tsx';
import { classNames } from '../../ui/class-names.ts';
import { JsonTree } from '../../ui/json-tree.tsx';
import { HeaderTable } from './header-table.tsx';
import { StageSection } from './stage-section.tsx';

type ExchangeProps = { readonly exchange: StageExchange; readonly note: string | undefined };

/** A request as it left and the answer as it came, secrets masked. */
export function ExchangeView({ exchange, note }: ExchangeProps): ReactNode {
  const { response } = exchange;
  const answer = [...(note === undefined ? [] : [note]), toDurationText(response.elapsed_ms)].join(', ');
  return (
    <>
      <StageSection
        title={exchange.kind === 'model' ? 'Request to the model' : 'Request'}
        {...(note !== undefined && { note })}
      >
        <RequestView exchange={exchange} />
      </StageSection>
      <StageSection title={exchange.kind === 'model' ? 'Answer of the model' : 'Response'} note={answer}>
        <ResponseView exchange={exchange} />
      </StageSection>
    </>
  );
}

/** What was sent: method and address, headers, body. Of a rewritten request the pipeline's own address stands first. */
export function RequestView({ exchange }: { readonly exchange: StageExchange }): ReactNode {
  const { request, original_url: originalUrl } = exchange;
  return (
    <div className="flex flex-col gap-2">
      <p className="break-all font-mono text-xs [font-variant-ligatures:none]">
        <b className="font-semibold">{request.method}</b> {addressOf(exchange)}
      </p>
      {originalUrl !== undefined && originalUrl !== request.url && (
        <p className="break-all text-muted text-xs">
          {exchange.simulated ? 'Answered by simulated services at ' : 'Sent by the profile to '}
          <span className="font-mono text-2xs [font-variant-ligatures:none]">{request.url}</span>
        </p>
      )}
      <HeaderTable headers={request.headers} />
      {request.body !== undefined && <JsonTree label="Request body" value={request.body} />}
    </div>
  );
}

/** What came back: status, headers, body; or why nothing did. */
export function ResponseView({ exchange }: { readonly exchange: StageExchange }): ReactNode {
  const { response } = exchange;
  const isGood = response.status_code >= 200 && response.status_code < 300;
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap items-center gap-2">
        <span className={classNames('tabular font-semibold', isGood ? 'text-succeeded' : 'text-failed')}>
          {response.status_code === 0 ? 'No answer' : response.status_code}
        </span>
        {response.error !== undefined && <span className="min-w-0 break-words text-muted">{response.error}</span>}
        {exchange.simulated && <Badge tone="accent">simulated</Badge>}
      </p>
      <HeaderTable headers={response.headers} />
      {response.body !== null && response.body !== '' && <JsonTree label="Response body" value={response.body} />}
    </div>
  );
}
