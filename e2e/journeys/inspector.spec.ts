import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { EditorPage } from '../support/editor-page.ts';
import { expectNoViolations } from '../support/expect-no-violations.ts';
import { expect, test } from '../support/journey.ts';
import type { RunningServer } from '../support/server.ts';

test.describe('the inspector', () => {
  test('fills a request by form, and the text follows', async ({ page, server }) => {
    const editor = await openForms(page, server, 'fill');
    await editor.stage('ping').click();
    const panel = editor.stagePanel('ping');
    await panel.getByLabel('URL').fill('https://{{input.service}}.example.com/health');
    await panel.getByLabel('Method', { exact: true }).click();
    await page.getByRole('option', { name: 'POST' }).click();
    await panel.getByRole('button', { name: 'Add to Headers' }).click();
    await page.keyboard.type('Authorization');
    await page.keyboard.press('Enter');
    await panel.getByLabel('Headers value 1').fill('Bearer {{secrets.TOKEN}}');
    await panel.getByLabel('Body', { exact: true }).fill('{ "ref": "{{input.service}}", "count": 2 }');
    await panel.getByLabel('Expected status', { exact: true }).fill('201');
    await panel.getByLabel('Follow redirects').check();
    expect((await stagesOf(editor))[0]).toEqual({
      id: 'ping',
      component: 'http_request',
      config: {
        url: 'https://{{input.service}}.example.com/health',
        method: 'POST',
        headers: { Authorization: 'Bearer {{secrets.TOKEN}}' },
        body: { ref: '{{input.service}}', count: 2 },
        expect_status: 201,
        follow_redirects: true,
      },
    });
  });

  test('takes the key away with the value, and gives the whole text back by undo', async ({ page, server }) => {
    const editor = await openForms(page, server, 'clear');
    const before = await editor.exportedText();
    await editor.stage('tell').click();
    const panel = editor.stagePanel('tell');
    await panel.getByLabel('Data', { exact: true }).fill('');
    await expect.poll(async () => Object.keys((await stagesOf(editor))[2]?.config ?? {})).toEqual(['message']);
    await panel.getByLabel('Message').fill('Something else');
    await panel.getByLabel('Message').press('ControlOrMeta+z');
    await expect(panel.getByLabel('Message')).toHaveText('{{stages.ping.output.body.version}} is up');
    await editor.undoAll();
    expect(await editor.exportedText()).toBe(before);
  });

  test('completes an expression by keyboard', async ({ page, server }) => {
    const editor = await openForms(page, server, 'complete');
    await editor.stage('tell').click();
    const message = editor.stagePanel('tell').getByLabel('Message');
    // Until its code is there it is a plain field, which closes no brackets.
    await expect(message).toHaveAttribute('contenteditable', 'true');
    await message.fill('');
    await message.pressSequentially('{{inp');
    await expect(page.getByRole('option', { name: /^input/ })).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await message.pressSequentially('.ser');
    await expect(page.getByRole('option', { name: /^service/ })).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await message.pressSequentially(' | upp');
    await expect(page.getByRole('option', { name: /^upper/ })).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await expect(message).toHaveText('{{input.service | upper}}');
    await expect(page.getByRole('region', { name: 'Preview' })).toContainText('"PAYMENTS"');
  });

  test('says what is wrong in an expression and mends it', async ({ page, server }) => {
    const editor = await openForms(page, server, 'mend');
    await editor.stage('tell').click();
    const panel = editor.stagePanel('tell');
    await panel.getByLabel('Message').fill('{{input.service | uper}}');
    await panel.getByRole('button', { name: 'Fix: Change to upper' }).click();
    await expect(panel.getByLabel('Message')).toHaveText('{{input.service | upper}}');
    await expect(editor.problems).toHaveText(/No problems/);
  });

  test('previews a value with the sample input, and says what only a run can tell', async ({ page, server }) => {
    const editor = await openForms(page, server, 'preview');
    await editor.stage('tell').click();
    const panel = editor.stagePanel('tell');
    const preview = page.getByRole('region', { name: 'Preview' });
    await panel.getByLabel('Message').click();
    await expect(preview).toContainText('stages.ping.output.body.version is known after a run.');
    await panel.getByLabel('Message').fill('{{input.replicas * 2}} of {{input.service}}');
    await expect(preview).toContainText('"6 of payments"');
    await editor.stage('check').click();
    await editor.stagePanel('check').getByLabel('Condition').click();
    await expect(preview).toContainText('true');
    await expect(preview).toContainText('input.replicas > 2');
  });

  test('puts a reference where the caret is', async ({ page, server }) => {
    const editor = await openForms(page, server, 'reference');
    await editor.stage('tell').click();
    const message = editor.stagePanel('tell').getByLabel('Message');
    await message.fill('Status ');
    await page.getByRole('button', { name: 'Insert reference' }).click();
    await page.getByRole('combobox', { name: 'Find a reference' }).fill('ping status_code');
    await page.keyboard.press('Enter');
    await expect(message).toHaveText('Status {{stages.ping.output.status_code}}');
    await expect(message).toBeFocused();
  });

  test('renames a stage and every reference to it', async ({ page, server }) => {
    const editor = await openForms(page, server, 'rename');
    await editor.stage('ping').click();
    await editor.stagePanel('ping').getByLabel('Id', { exact: true }).fill('tell');
    await page.keyboard.press('Enter');
    await expect(editor.stagePanel('ping').getByRole('alert')).toBeVisible();
    await editor.stagePanel('ping').getByLabel('Id', { exact: true }).fill('probe');
    await page.keyboard.press('Enter');
    await expect(editor.stagePanel('probe')).toBeVisible();
    expect((await stagesOf(editor)).slice(1)).toEqual([
      expect.objectContaining({ id: 'check', depends_on: ['probe'] }),
      expect.objectContaining({
        id: 'tell',
        config: { message: '{{stages.probe.output.body.version}} is up', data: { replicas: '{{input.replicas}}' } },
      }),
    ]);
  });

  test('pictures the attempts of a stage in time', async ({ page, server }) => {
    const editor = await openForms(page, server, 'retry');
    await editor.stage('ping').click();
    const panel = editor.stagePanel('ping');
    await panel.getByRole('button', { name: 'Add retry' }).click();
    await panel.getByLabel('Max attempts').fill('12');
    await panel.getByLabel('Delay', { exact: true }).fill('10');
    await panel.getByLabel('Backoff').fill('1');
    await panel.getByLabel('Timeout').fill('5 s');
    await expect(panel.getByRole('figure', { name: /^Attempts in time/ })).toContainText('Up to 12 attempts, 2 m 50 s');
    await panel.getByLabel('Timeout').fill('soon');
    await expect(panel.getByRole('alert')).toContainText('“soon” is no time');
    expect((await stagesOf(editor))[0]).toMatchObject({
      timeout_ms: 5000,
      retry: { max_attempts: 12, delay_seconds: 10 },
    });
  });

  test('tries a JMESPath expression and a schema on the data of their stages', async ({ page, server }) => {
    const editor = await openForms(page, server, 'try', [
      { id: 'pick', component: 'json_transform', config: { data: '{{input}}', expression: 'service' } },
      { id: 'hold', component: 'schema_validate', config: { data: '{{input}}', schema: { type: 'array' } } },
    ]);
    const preview = page.getByRole('region', { name: 'Preview' });
    await editor.stage('pick').click();
    const expression = editor.stagePanel('pick').getByLabel('Expression', { exact: true });
    await expression.click();
    await expect(preview).toContainText('"payments"');
    await expression.fill('[service, replicas');
    await expect(preview).toContainText(/At character \d+/);
    await editor.stage('hold').click();
    const schema = editor.stagePanel('hold').getByLabel('Schema', { exact: true });
    await schema.click();
    await expect(preview.getByRole('list', { name: 'Problems of the value' })).toBeVisible();
    await schema.fill('{ "type": "object", "required": ["service"] }');
    await expect(preview).toContainText('The value fits the schema.');
  });

  test('edits routes: name, condition, stages and order', async ({ page, server }) => {
    const editor = await openForms(page, server, 'routes', [
      { id: 'way', component: 'router', config: { routes: [] } },
      { id: 'left', component: 'logger', config: { message: 'left' } },
    ]);
    await editor.stage('way').click();
    const panel = editor.stagePanel('way');
    await panel.getByRole('button', { name: 'Add route' }).click();
    const first = panel.getByRole('region', { name: 'Route route-1' });
    await first.getByLabel('Name').fill('known');
    await page.keyboard.press('Enter');
    const known = panel.getByRole('region', { name: 'Route known' });
    await known.getByLabel('Condition').fill("{{input.service == 'payments'}}");
    await known.getByRole('button', { name: 'Add stage to Stages' }).click();
    await page.keyboard.type('left');
    await page.keyboard.press('Enter');
    await panel.getByRole('button', { name: 'Add route' }).click();
    await panel.getByRole('button', { name: 'Move route route-2 up' }).click();
    expect((await stagesOf(editor))[0]?.config).toEqual({
      routes: [
        { name: 'route-2', condition: '{{true}}', stages: [] },
        { name: 'known', condition: "{{input.service == 'payments'}}", stages: ['left'] },
      ],
    });
  });

  test('edits the pipeline itself', async ({ page, server }) => {
    const editor = await openForms(page, server, 'itself');
    await editor.button('Pipeline settings').click();
    const panel = editor.pipelinePanel;
    await panel.getByLabel('Version').fill('2.0.0');
    await panel.getByLabel('Tags').fill('a, b');
    await panel.getByLabel('Run timeout').fill('1 h');
    await panel.getByRole('button', { name: 'Add input' }).click();
    await panel.getByLabel('Input 3 name').fill('region');
    await page.keyboard.press('Enter');
    await panel.getByLabel('region is required').check();
    await panel.getByRole('button', { name: 'Add to Output mapping' }).click();
    await page.keyboard.type('version');
    await page.keyboard.press('Enter');
    await panel.getByLabel('Output mapping value 1').fill('{{stages.ping.output.status_code}}');
    const text: Record<string, unknown> = JSON.parse(await editor.exportedText());
    expect(text).toMatchObject({
      version: '2.0.0',
      tags: ['a', 'b'],
      settings: { timeout_ms: 3_600_000 },
      input_schema: { properties: { region: { type: 'string' } }, required: ['service', 'region'] },
      output_mapping: { version: '{{stages.ping.output.status_code}}' },
    });
  });

  test('does one thing with several stages', async ({ page, server }) => {
    const editor = await openForms(page, server, 'several');
    await editor.stage('ping').click();
    await editor.stage('check').click({ modifiers: ['Shift'] });
    const panel = page.getByRole('region', { name: 'Selected stages' });
    await panel.getByRole('button', { name: 'Disable' }).click();
    await expect(panel.getByRole('button', { name: 'Enable' })).toBeVisible();
    expect((await stagesOf(editor)).map(({ id, disabled }) => [id, disabled ?? false])).toEqual([
      ['ping', true],
      ['check', true],
      ['tell', false],
    ]);
    await panel.getByRole('button', { name: 'Delete' }).click();
    expect((await stagesOf(editor)).map(({ id }) => id)).toEqual(['tell']);
  });

  test('makes a stage of one that is only named', async ({ page, server }) => {
    const editor = await openForms(page, server, 'ghost', [
      {
        id: 'tell',
        component: 'logger',
        depends_on: ['classify'],
        config: { message: '{{stages.classify.output.content}}' },
      },
    ]);
    await editor.stage('classify').click();
    const panel = editor.stagePanel('classify');
    await panel.getByRole('combobox', { name: 'Component' }).click();
    await page.getByRole('option', { name: 'Generate' }).click();
    await panel.getByRole('button', { name: 'Create this stage' }).click();
    await expect(panel.getByLabel('Prompt', { exact: true })).toBeVisible();
    expect((await stagesOf(editor)).map(({ id, component }) => [id, component])).toEqual([
      ['tell', 'logger'],
      ['classify', 'generator'],
    ]);
  });

  test('has nothing that axe finds', async ({ page, server }) => {
    const editor = await openForms(page, server, 'axe');
    for (const id of ['ping', 'check', 'tell']) {
      await editor.stage(id).click();
      await expect(editor.stagePanel(id).getByLabel('Id', { exact: true })).toBeVisible();
      await editor.stagePanel(id).getByLabel('Id', { exact: true }).click();
      await expectNoViolations(page, SIDE_PANEL);
    }
    await editor.button('Close the right panel').click();
    await editor.button('Pipeline settings').click();
    await expect(editor.pipelinePanel.getByLabel('Version')).toBeVisible();
    await expectNoViolations(page, SIDE_PANEL);
  });
});

const STAGES = [
  { id: 'ping', component: 'http_request', config: { url: 'https://example.com' } },
  {
    id: 'check',
    component: 'conditional',
    depends_on: ['ping'],
    config: { condition: '{{input.replicas > 2}}', if_true: ['tell'] },
  },
  {
    id: 'tell',
    component: 'logger',
    config: { message: '{{stages.ping.output.body.version}} is up', data: { replicas: '{{input.replicas}}' } },
  },
];

/** Opens a pipeline of its own in the workspace of the server. */
async function openForms(
  page: Page,
  server: RunningServer,
  name: string,
  stages: readonly object[] = STAGES,
): Promise<EditorPage> {
  const document = {
    name,
    version: '1.0.0',
    input_schema: {
      type: 'object',
      properties: { service: { type: 'string' }, replicas: { type: 'integer' } },
      required: ['service'],
    },
    sample_input: { service: 'payments', replicas: 3 },
    stages,
  };
  mkdirSync(join(server.workspace, 'pipelines'), { recursive: true });
  writeFileSync(join(server.workspace, `pipelines/${name}.pipeline.json`), `${JSON.stringify(document, null, 2)}\n`);
  const editor = new EditorPage(page);
  await editor.open(`pipelines/${name}`);
  return editor;
}

type WrittenStage = {
  readonly id: string;
  readonly component: string;
  readonly disabled?: boolean;
  readonly config?: Readonly<Record<string, unknown>>;
};

async function stagesOf(editor: EditorPage): Promise<readonly WrittenStage[]> {
  const { stages }: { stages: readonly WrittenStage[] } = JSON.parse(await editor.exportedText());
  return stages;
}

/** The panel with the form. */
const SIDE_PANEL = { include: '[data-panel][id=side]' };
