import { CodeView } from '../support/code-view.ts';
import { expect, test } from '../support/journey.ts';
import { MouseHand } from '../support/mouse-hand.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('drawn, broken, fixed, renamed, undone to empty and redone: the text is the same to the byte', async ({
  page,
}) => {
  test.slow();
  const hand = new MouseHand(page);
  const { editor } = hand;
  await hand.createPipeline('drawn');
  const empty = await editor.exportedText();

  await hand.addStage('Log', 'announce');
  await hand.addStage('HTTP request', 'ping');
  await hand.makeWait('ping', 'announce');
  await hand.fillStage('ping', [
    { kind: 'text', label: 'URL', text: 'https://{{input.host}}/health' },
    { kind: 'press', label: 'Add retry' },
    { kind: 'text', label: 'Max attempts', text: '6' },
  ]);
  await hand.addStage('Condition', 'check');
  await hand.makeWait('check', 'ping');
  await hand.fillStage('check', [{ kind: 'text', label: 'Condition', text: '{{stages.ping.output.success}}' }]);
  await hand.addStage('Log', 'celebrate');
  await hand.leadOutcome('check', 'true', 'celebrate');

  await test.step('break a name in the text', async () => {
    const code = new CodeView(page);
    await code.open('Split');
    await code.text.focus();
    await page.keyboard.press('ControlOrMeta+Home');
    await code.caretAt('"depends_on": ["announce"]', 3);
    await page.keyboard.press('Backspace');
    await expect(editor.problems).toContainText('error');
    await expect(page.getByRole('button', { name: /not defined/ })).toHaveCount(1);
    await page.getByRole('tab', { name: 'Canvas', exact: true }).click();
  });
  await test.step('take the quick fix', async () => {
    await editor.problems.click();
    await page.getByRole('button', { name: 'Fix: Replace with "announce"' }).first().click();
    await expect(editor.problems).not.toContainText('error');
    await expect(page.getByRole('button', { name: /not defined/ })).toHaveCount(0);
  });
  await test.step('rename a stage that others name', async () => {
    await editor.stage('ping').click();
    await page.keyboard.press('F2');
    await page.keyboard.insertText('probe');
    await page.keyboard.press('Enter');
    await expect(editor.stage('check')).toHaveAccessibleName(/waits for probe/);
  });

  const final = await editor.exportedText();
  expect(JSON.parse(final).stages.map(({ id }: { id: string }) => id)).toEqual([
    'announce',
    'probe',
    'check',
    'celebrate',
  ]);
  expect(final).toContain('{{stages.probe.output.success}}');

  const gestures = await editor.undoAll();
  expect(await editor.exportedText()).toBe(empty);
  await expect(page.locator('[data-stage]')).toHaveCount(0);
  expect(await editor.redoAll()).toBe(gestures);
  expect(await editor.exportedText()).toBe(final);
});
