import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { builtinComponents, describeComponent } from '@flowmason/engine';
import { isJsonObject, type JsonObject, type Pipeline, readPipeline, type Stage } from '@flowmason/pipeline-schema';
import type { APIRequestContext } from '@playwright/test';
import { blueprintOf, shippedText } from '../support/blueprint.ts';
import { buildByHand } from '../support/build-by-hand.ts';
import { expect, test } from '../support/journey.ts';
import { KeyboardHand } from '../support/keyboard-hand.ts';
import { MouseHand } from '../support/mouse-hand.ts';

// Cards that glide would be pressed where they were.
test.use({ contextOptions: { reducedMotion: 'reduce' }, viewport: { width: 1920, height: 1080 } });

// Other journeys find the shipped pipelines by their names.
test.afterEach(({ server }) => {
  for (const folder of ['by-mouse', 'by-keyboard'])
    rmSync(join(server.workspace, folder), { recursive: true, force: true });
});

const HANDS = { mouse: MouseHand, 'keyboard alone': KeyboardHand };
/** Each takes a minute of two cores, so only at night are both pipelines built by both means. */
const IS_NIGHT = process.env['FM_NIGHT'] === '1';
const BY_DAY: Readonly<Record<string, string>> = {
  'devops-cicd-deployment': 'mouse',
  'devops-incident-response': 'keyboard alone',
};

for (const [name, meansByDay] of Object.entries(BY_DAY)) {
  for (const [means, Hand] of Object.entries(HANDS)) {
    if (!IS_NIGHT && means !== meansByDay) continue;
    test(`${name} is built from an empty canvas by ${means}, exported, and runs`, async ({ page, request }) => {
      test.setTimeout(600_000);
      const hand = new Hand(page);
      await buildByHand(blueprintOf(shippedText(name)), hand);
      await expect(hand.editor.problems).toHaveText('No problems');
      await hand.save();
      const exported = await hand.editor.exportedText();
      expect(meaningOf(exported)).toEqual(meaningOf(shippedText(name)));
      expect(await runSimulated(request, exported)).toBe('succeeded');
    });
  }
}

/** The pipeline that the text means: in canonical form, defaults written out, whatever the order of the stages, without places on the canvas. */
function meaningOf(text: string): Omit<Pipeline, 'layout'> {
  const { pipeline } = readPipeline(text, { components: builtinComponents });
  if (!pipeline) throw new Error('the text cannot be read as a pipeline');
  const { layout: _layout, ...meaning } = pipeline;
  const stages = meaning.stages.map((stage) => ({ ...stage, config: { ...defaultsOf(stage), ...stage.config } }));
  return { ...meaning, stages: stages.toSorted((a, b) => a.id.localeCompare(b.id)) };
}

/** What holds for the settings that a stage leaves out. */
function defaultsOf({ component }: Stage): JsonObject {
  const known = builtinComponents.get(component);
  const properties = known && describeComponent(known).config_schema['properties'];
  return Object.fromEntries(
    Object.entries(isJsonObject(properties) ? properties : {}).flatMap(([key, schema]) =>
      isJsonObject(schema) && schema['default'] !== undefined ? [[key, schema['default']]] : [],
    ),
  );
}

/** Runs the document with its sample input where all goes well, and gives the status in which the run ends. */
async function runSimulated(request: APIRequestContext, document: string): Promise<string> {
  const { sample_input: input } = JSON.parse(document);
  const answer = await request.post('/api/v1/runs', { data: { document, input, sandbox: true } });
  const { id, status, detail } = await answer.json();
  if (id === undefined) throw new Error(`the run was not accepted: ${status} ${detail}`);
  let run = { status: 'queued', finished_at: null };
  await expect
    .poll(
      async () => {
        run = await (await request.get(`/api/v1/runs/${id}`)).json();
        return run.finished_at;
      },
      { timeout: 120_000 },
    )
    .not.toBeNull();
  return run.status;
}
