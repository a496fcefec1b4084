import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { StageMessage } from '../../model/runs/stage-attempts.ts';
import { LongText } from '../../ui/long-text.tsx';
import { StageSection } from './stage-section.tsx';

/** What a stage wrote, and what the runner had to say about it. */
export function StageMessages({ messages }: { readonly messages: readonly StageMessage[] }): ReactNode {
  return (
    <StageSection title="Messages" note={String(messages.length)}>
      <ul className="space-y-1 text-xs">
        {messages.map((message) => (
          <li key={message.seq} className="flex gap-1.5">
            {message.type === 'warning' && (
              <TriangleAlert size={12} aria-label="Warning" className="mt-0.75 shrink-0 text-recovered" />
            )}
            <span className="min-w-0 break-words">
              <LongText text={message.message} />
            </span>
          </li>
        ))}
      </ul>
    </StageSection>
  );
}
