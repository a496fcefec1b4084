import { CloudOff, LoaderCircle } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import { EmptyState } from './empty-state.tsx';

interface WaitingProps {
  /** What is being loaded, as the start of a sentence: `The flowchart`. */
  readonly what: string;
  /** How things stand with whoever it comes from. */
  readonly server: { readonly connection: 'answers' | 'fails' | 'silent' | undefined; readonly onAskAgain: () => void };
  /** Drawn until it is worth a word. */
  readonly children?: ReactNode;
  /** For a dialog: the words lie over the page. */
  readonly isOver?: boolean;
}

/** Holds the place of a part that is being loaded; when that takes longer than a moment it says what is waited for, and why. */
export function Waiting({ what, server, children, isOver = false }: WaitingProps): ReactNode {
  const isLong = useIsLong();
  return (
    <div className={classNames(isOver ? 'contents' : 'relative size-full')}>
      {!isLong && children}
      {/* It is there before its words, so that they are read out. */}
      <div
        role="status"
        className={classNames(
          !isLong && 'sr-only',
          isLong && !isOver && 'absolute inset-0 animate-fade bg-surface',
          isLong && isOver && 'fixed right-4 bottom-4 z-50 animate-rise rounded-lg bg-raised shadow-float',
        )}
      >
        {isLong && <Words what={what} server={server} />}
      </div>
    </div>
  );
}

function Words({ what, server }: Pick<WaitingProps, 'what' | 'server'>): ReactNode {
  if (server.connection !== 'silent' && server.connection !== 'fails') {
    return <EmptyState icon={<LoaderCircle size={24} className="animate-spin" />} title={`${what} is being loaded…`} />;
  }
  return (
    <EmptyState
      icon={<CloudOff size={24} />}
      title={server.connection === 'silent' ? 'The server cannot be reached' : 'The server answers with errors'}
      action={<Button onClick={server.onAskAgain}>Try again</Button>}
    >
      {what} opens by itself as soon as it {server.connection === 'silent' ? 'answers' : 'works again'}.
    </EmptyState>
  );
}

/** True from a second after the caller was mounted. */
function useIsLong(): boolean {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), 1_000);
    return () => clearTimeout(timer);
  }, []);
  return isLong;
}
