/** What a key does; the canvas, the page of a pipeline and every page each give the meaning of theirs. */
export type KeyCommand = (typeof KEYMAP)[number]['id'];

/** Where a key works: everywhere, on the page of a pipeline, or while the focus is on the canvas. */
export type KeyScope = 'everywhere' | 'pipeline' | 'canvas';

/** One line of the keyboard map. */
export interface KeyBinding {
  readonly id: string;
  readonly scope: KeyScope;
  /** Any of them; as `event.key` has it, with `Ctrl+` (Cmd on a Mac), `Alt+` and `Shift+` in this order before it. */
  readonly keys: readonly string[];
  readonly what: string;
}

/** Every key of the editor: the handlers and the list that `?` shows are both made of it. */
export const KEYMAP = [
  { id: 'palette', scope: 'everywhere', keys: ['Ctrl+k'], what: 'Search pipelines, stages and commands' },
  { id: 'help', scope: 'everywhere', keys: ['?'], what: 'Show this list' },

  { id: 'run', scope: 'pipeline', keys: ['Ctrl+Enter'], what: 'Run the pipeline; in the dialog, start' },
  { id: 'save', scope: 'pipeline', keys: ['Ctrl+s'], what: 'Save' },
  { id: 'undo', scope: 'pipeline', keys: ['Ctrl+z'], what: 'Undo' },
  { id: 'redo', scope: 'pipeline', keys: ['Ctrl+Shift+z', 'Ctrl+y'], what: 'Redo' },
  { id: 'export', scope: 'pipeline', keys: ['Ctrl+e'], what: 'Export as JSON' },
  { id: 'import', scope: 'pipeline', keys: ['Ctrl+i'], what: 'Import' },
  { id: 'next_region', scope: 'pipeline', keys: ['F6'], what: 'Go on: canvas, stage panel, lower panel' },
  { id: 'last_region', scope: 'pipeline', keys: ['Shift+F6'], what: 'Go back to the part before' },

  { id: 'add', scope: 'canvas', keys: ['Tab', 'a'], what: 'Add a stage, behind the selected one' },
  { id: 'connect_to', scope: 'canvas', keys: ['c'], what: 'Connect the selected stage to another one' },
  { id: 'connect_from', scope: 'canvas', keys: ['Shift+c'], what: 'Connect another stage to the selected one' },
  { id: 'pick_line', scope: 'canvas', keys: ['e'], what: 'Walk over the lines of the selected stage' },
  {
    id: 'delete',
    scope: 'canvas',
    keys: ['Delete', 'Backspace'],
    what: 'Delete what is selected: stages, a line, a note',
  },
  { id: 'rename', scope: 'canvas', keys: ['F2'], what: 'Rename the selected stage' },
  { id: 'duplicate', scope: 'canvas', keys: ['Ctrl+d'], what: 'Duplicate' },
  { id: 'disable', scope: 'canvas', keys: ['d'], what: 'Disable, or enable again' },
  { id: 'move_to', scope: 'canvas', keys: ['Shift+m'], what: 'Move into a try, catch, finally or loop, or out of it' },
  { id: 'fold', scope: 'canvas', keys: ['o'], what: 'Fold a box up into a card, or open it again' },
  { id: 'note', scope: 'canvas', keys: ['n'], what: 'Add a note' },

  { id: 'select_all', scope: 'canvas', keys: ['Ctrl+a'], what: 'Select all stages' },
  { id: 'walk_left', scope: 'canvas', keys: ['ArrowLeft'], what: 'Walk to the stage before' },
  { id: 'walk_right', scope: 'canvas', keys: ['ArrowRight'], what: 'Walk to the stage behind' },
  { id: 'walk_up', scope: 'canvas', keys: ['ArrowUp'], what: 'Walk up' },
  { id: 'walk_down', scope: 'canvas', keys: ['ArrowDown'], what: 'Walk down' },
  { id: 'extend', scope: 'canvas', keys: ['Shift+Enter'], what: 'Add the stage to the selection, or take it out' },
  { id: 'close', scope: 'canvas', keys: ['Escape'], what: 'Close, or select nothing' },

  { id: 'nudge_left', scope: 'canvas', keys: ['Alt+ArrowLeft'], what: 'Move the selected stages to the left' },
  { id: 'nudge_right', scope: 'canvas', keys: ['Alt+ArrowRight'], what: 'Move them to the right' },
  { id: 'nudge_up', scope: 'canvas', keys: ['Alt+ArrowUp'], what: 'Move them up' },
  { id: 'nudge_down', scope: 'canvas', keys: ['Alt+ArrowDown'], what: 'Move them down' },
  { id: 'lay_out', scope: 'canvas', keys: ['l'], what: 'Lay out all' },
  { id: 'lay_out_selection', scope: 'canvas', keys: ['Shift+l'], what: 'Lay out the selection' },

  { id: 'find', scope: 'canvas', keys: ['Ctrl+f'], what: 'Find on the canvas' },
  { id: 'fit', scope: 'canvas', keys: ['1'], what: 'Fit the whole pipeline' },
  { id: 'life_size', scope: 'canvas', keys: ['0'], what: 'Zoom to 100 %' },
  { id: 'zoom_in', scope: 'canvas', keys: ['+', '=', 'Shift++'], what: 'Zoom in' },
  { id: 'zoom_out', scope: 'canvas', keys: ['-'], what: 'Zoom out' },
  { id: 'components', scope: 'canvas', keys: ['p'], what: 'Show or hide the list of components' },
  { id: 'map', scope: 'canvas', keys: ['m'], what: 'Show or hide the map' },
  { id: 'follow', scope: 'canvas', keys: ['f'], what: 'Follow the run, or stop following' },
] as const satisfies readonly KeyBinding[];

/** The part of a keyboard event that a binding is about. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** What the key that was pressed does in the scope; undefined when it means nothing there. */
export function findCommand(press: KeyPress, scope: KeyScope): KeyCommand | undefined {
  // An event has its parts from its prototype: they are named one by one.
  const { key, ctrlKey, metaKey, altKey } = press;
  const name = nameOf(press);
  // Shift only makes the sign: "?" and "+" are on other keys in other countries.
  const isSign = key.length === 1 && !/[a-z]/i.test(key);
  const bare = isSign ? nameOf({ key, ctrlKey, metaKey, altKey, shiftKey: false }) : name;
  const keysOf = (binding: KeyBinding): readonly string[] => binding.keys;
  return KEYMAP.find(
    (binding) => binding.scope === scope && keysOf(binding).some((key) => key === name || key === bare),
  )?.id;
}

/** The keys of a command as they are shown: `Ctrl Shift Z`. Only the first when there are several. */
export function keysOf(command: KeyCommand): string {
  const binding: KeyBinding | undefined = KEYMAP.find(({ id }) => id === command);
  return shownKey(binding?.keys[0] ?? '');
}

/** One combination as it is shown on a key cap. */
export function shownKey(key: string): string {
  const parts = key === '+' ? ['+'] : key.split(/\+(?=.)/);
  return parts.map((part) => KEY_NAMES[part] ?? (part.length === 1 ? part.toUpperCase() : part)).join(' ');
}

const KEY_NAMES: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Delete: 'Del',
  '-': '−',
};

function nameOf({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyPress): string {
  const main = key.length === 1 ? key.toLowerCase() : key;
  return [ctrlKey || metaKey ? 'Ctrl' : '', altKey ? 'Alt' : '', shiftKey ? 'Shift' : '', main]
    .filter(Boolean)
    .join('+');
}
