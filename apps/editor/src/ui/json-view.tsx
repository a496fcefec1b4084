import { Fragment, type ReactNode } from 'react';

/** A value as indented JSON with quiet colours. Text can be selected; long lines wrap. */
export function JsonView({ value }: { readonly value: unknown }): ReactNode {
  const text = JSON.stringify(value, null, 2) ?? 'undefined';
  return (
    <pre className="whitespace-pre-wrap break-words font-mono text-xs [tab-size:2]">
      {text.split(TOKENS).map((token, index) => (
        <Fragment key={index}>{paint(token)}</Fragment>
      ))}
    </pre>
  );
}

const TOKENS = /("(?:[^"\\]|\\.)*"(?:\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/;

function paint(token: string): ReactNode {
  if (token.startsWith('"') && token.endsWith(':')) return <span className="text-muted">{token}</span>;
  if (token.startsWith('"')) return <span className="text-tint-data">{token}</span>;
  if (/^(?:true|false|null|-?\d)/.test(token)) return <span className="text-tint-control">{token}</span>;
  return token;
}
