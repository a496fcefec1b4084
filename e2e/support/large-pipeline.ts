type Stage = Readonly<Record<string, unknown>> & { readonly id: string };

/** Blocks one after the other until a row is full; the rows stand below each other. */
const BLOCKS_IN_ROW = 10;

/**
 * The text of a pipeline of exactly `count` stages as large ones look: rows of blocks, each block a request, a reading of
 * its answer, a decision with two ways on that meet again, and in every fifth block a try with its catch. Has no errors.
 */
export function largePipelineText(count: number): string {
  const stages: Stage[] = [];
  for (let block = 0; stages.length < count; block++) {
    const before = block % BLOCKS_IN_ROW === 0 ? [] : [`join-${block - 1}`];
    stages.push(...(block % 5 === 4 ? guardedBlock(block, before) : decidingBlock(block, before)));
  }
  // What the last block lacks is left out together with all that names it.
  return toText(fillUp(stages, count));
}

/** Text of `rows` chains of requests to `url`, side by side; at most `rows` of them are under way at once. */
export function requestChainsText({ rows, length, url }: { rows: number; length: number; url: string }): string {
  const stages = Array.from({ length: rows * length }, (_, index): Stage => {
    const [row, column] = [index % rows, Math.floor(index / rows)];
    return {
      id: `call-${row}-${column}`,
      component: 'http_request',
      depends_on: column === 0 ? [] : [`call-${row}-${column - 1}`],
      config: { url: `${url}/${row}/${column}` },
    };
  });
  return toText(stages, { max_parallel: rows });
}

function toText(stages: readonly Stage[], settings = {}): string {
  return `${JSON.stringify({ name: 'large', version: '1.0.0', settings, stages }, null, 2)}\n`;
}

function request(id: string, dependsOn: readonly string[]): Stage {
  const config = { url: `https://service.internal/${id}`, method: 'GET' };
  return { id, component: 'http_request', depends_on: dependsOn, config, timeout_ms: 10_000 };
}

function logger(id: string, dependsOn: readonly string[]): Stage {
  return { id, component: 'logger', depends_on: dependsOn, config: { message: `at ${id}` } };
}

function decidingBlock(block: number, before: readonly string[]): readonly Stage[] {
  const [call, read, check] = [`call-${block}`, `read-${block}`, `check-${block}`];
  const [yes, no] = [`deploy-${block}`, `notify-${block}`];
  return [
    request(call, before),
    transform(read, call),
    {
      id: check,
      component: 'conditional',
      depends_on: [read],
      config: { condition: `{{stages.${call}.output.status_code == 200}}`, if_true: [yes], if_false: [no] },
    },
    request(yes, [check]),
    logger(no, [check]),
    logger(`join-${block}`, [yes, no]),
  ];
}

function guardedBlock(block: number, before: readonly string[]): readonly Stage[] {
  const [guard, work, verify, rescue] = [`guard-${block}`, `work-${block}`, `verify-${block}`, `rescue-${block}`];
  return [
    {
      id: guard,
      component: 'trycatch',
      depends_on: before,
      config: { try: [work, verify], catch: [rescue], error_scope: 'continue' },
    },
    request(work, []),
    transform(verify, work),
    logger(rescue, []),
    logger(`after-${block}`, [guard]),
    logger(`join-${block}`, [`after-${block}`]),
  ];
}

function transform(id: string, from: string): Stage {
  const config = { data: `{{stages.${from}.output.body}}`, expression: '@' };
  return { id, component: 'json_transform', depends_on: [from], config };
}

/** The whole blocks that fit, and single loggers for the rest. */
function fillUp(stages: readonly Stage[], count: number): readonly Stage[] {
  const whole = stages.slice(0, count - (count % 6));
  return [...whole, ...Array.from({ length: count - whole.length }, (_, index) => logger(`rest-${index}`, []))];
}
