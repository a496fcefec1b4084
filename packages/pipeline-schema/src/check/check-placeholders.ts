import { mayHoldPlaceholder, placeholderIn } from '../placeholders.ts';
import type { SourceMember, SourceNode } from '../text/source-node.ts';
import type { CheckContext } from './check-context.ts';

/** Reports each value that a new stage was given to start with and that nobody has written yet. */
export function checkPlaceholders({ text, document, reporter }: CheckContext): void {
  if (!mayHoldPlaceholder(text)) return;
  for (const { stage, config } of document.stages) {
    const look = (node: SourceNode, key: string): void => {
      if (node.kind === 'list') for (const item of node.items) look(item, key);
      else if (node.kind === 'object') node.members.forEach(lookAt);
      else {
        const kind = typeof node.value === 'string' ? placeholderIn(node.value) : undefined;
        if (kind !== undefined) reporter.report('placeholder', node, messageOf(kind, key, stage.id));
      }
    };
    const lookAt = ({ key, value }: SourceMember): void => {
      if (value !== undefined) look(value, key);
    };
    for (const member of config.values()) lookAt(member);
  }
}

function messageOf(kind: NonNullable<ReturnType<typeof placeholderIn>>, key: string, id: string): string {
  const subject = `"${key}" of stage "${id}" is still a placeholder`;
  switch (kind) {
    case 'address':
      return `${subject}: no server has this address. Fill in the address that the stage is to call.`;
    case 'variable':
      return `${subject}: nothing is named to_be_written. Fill in what the stage is to use, such as {{input.…}} or {{stages.…}}.`;
    case 'words':
      return `${subject}. Fill in the text that the stage is to use.`;
    case 'name':
      return `${subject}. Fill in the name that the stage is to use.`;
  }
}
