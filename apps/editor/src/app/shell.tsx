import { CircleHelp, History, KeyRound, LayoutGrid, Monitor, Moon, Search, Sun, Workflow } from 'lucide-react';
import { type ReactNode, Suspense, useRef } from 'react';
import { Link, useRoute } from 'wouter';
import { lazyPart } from '../api/lazy-part.ts';
import { useConnection } from '../api/use-connection.ts';
import { useEditorStore } from '../store/editor-store.ts';
import type { OpenDialog } from '../store/view-slice.ts';
import { classNames } from '../ui/class-names.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { AccessGate, AccountMark } from './access-gate.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { ImportGate } from './import-gate.tsx';
import { NewPipelineDialog } from './new-pipeline-dialog.tsx';
import { chooseTheme, type ThemeChoice, useThemeChoice } from './theme.ts';
import { useGlobalKeys } from './use-global-keys.ts';
import { usePageFocus } from './use-page-focus.ts';

const CommandPalette = lazyPart(async () => (await import('./command-palette.tsx')).CommandPalette, {
  isLoadedAhead: true,
});
const HelpDialog = lazyPart(async () => (await import('./help-dialog.tsx')).HelpDialog, { isLoadedAhead: true });

/** The frame of every page: the rail at the left, what floats above, and the page itself. */
export function Shell({ children }: { readonly children: ReactNode }): ReactNode {
  useGlobalKeys();
  usePageFocus();
  return (
    <div className="flex h-full">
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-accent-solid px-3 py-1.5 font-medium text-white focus:translate-y-0"
      >
        Skip to the page
      </a>
      <Rail />
      <div className="flex min-w-0 flex-1 flex-col">
        <ConnectionBanner />
        <main id="main" tabIndex={-1} className="min-h-0 flex-1 outline-none">
          {children}
        </main>
      </div>
      <OnceAsked dialog="palette">
        <CommandPalette />
      </OnceAsked>
      <ImportGate />
      <NewPipelineDialog />
      <OnceAsked dialog="help">
        <HelpDialog />
      </OnceAsked>
      <AccessGate />
    </div>
  );
}

/** A dialog from when it is first asked for. It stays after that, so that it can give the focus back. */
function OnceAsked(props: { readonly dialog: OpenDialog; readonly children: ReactNode }): ReactNode {
  const isAsked = useEditorStore((state) => state.openDialog === props.dialog);
  const wasAsked = useRef(false);
  const server = useConnection();
  wasAsked.current ||= isAsked;
  return (
    wasAsked.current && (
      <Suspense fallback={<Waiting what="The dialog" server={server} isOver />}>{props.children}</Suspense>
    )
  );
}

function Rail(): ReactNode {
  const showDialog = useEditorStore((state) => state.showDialog);
  return (
    <nav
      aria-label="Main"
      className="flex w-12 shrink-0 flex-col items-center gap-1 border-line border-r bg-sunken py-2.5 max-sm:w-10"
    >
      <Link href="/" aria-label="FlowMason, all pipelines" className="mb-2 grid size-7 place-items-center rounded-md">
        <img src="/favicon.svg" alt="" width={24} height={24} />
      </Link>
      <RailLink href="/" label="Pipelines">
        <Workflow size={18} />
      </RailLink>
      <RailLink href="/runs" label="Runs">
        <History size={18} />
      </RailLink>
      <RailLink href="/gallery" at={/^\/(?:gallery(?:\/.*)?|wizard)$/} label="Gallery">
        <LayoutGrid size={18} />
      </RailLink>
      <RailLink href="/secrets" label="Secrets">
        <KeyRound size={18} />
      </RailLink>
      <div className="flex-1" />
      <IconButton
        label="Search and commands"
        keys="Ctrl K"
        side="right"
        className="size-8"
        onClick={() => showDialog('palette')}
      >
        <Search size={18} />
      </IconButton>
      <IconButton
        label="Keyboard shortcuts"
        keys="?"
        side="right"
        className="size-8"
        onClick={() => showDialog('help')}
      >
        <CircleHelp size={18} />
      </IconButton>
      <ThemeButton />
      <AccountMark />
    </nav>
  );
}

function RailLink(props: {
  readonly href: string;
  /** The addresses at which it is the current page; default `href` alone. */
  readonly at?: string | RegExp;
  readonly label: string;
  readonly children: ReactNode;
}): ReactNode {
  const [isHere] = useRoute(props.at ?? props.href);
  return (
    <Tooltip content={props.label} side="right">
      <Link
        href={props.href}
        aria-label={props.label}
        aria-current={isHere ? 'page' : undefined}
        className={classNames(
          'grid size-8 place-items-center rounded-md transition-colors',
          isHere ? 'bg-pressed text-ink' : 'text-muted hover:bg-hover hover:text-ink',
        )}
      >
        {props.children}
      </Link>
    </Tooltip>
  );
}

const THEMES = {
  system: { label: 'Theme: as the system', next: 'light', icon: <Monitor size={18} /> },
  light: { label: 'Theme: light', next: 'dark', icon: <Sun size={18} /> },
  dark: { label: 'Theme: dark', next: 'system', icon: <Moon size={18} /> },
} as const satisfies Record<ThemeChoice, { label: string; next: ThemeChoice; icon: ReactNode }>;

function ThemeButton(): ReactNode {
  const { label, next, icon } = THEMES[useThemeChoice()];
  return (
    <IconButton label={label} side="right" className="size-8" onClick={() => chooseTheme(next)}>
      {icon}
    </IconButton>
  );
}
