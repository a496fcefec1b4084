/** Where models are asked: a service, the wire format that it speaks, and how it knows us. */
export interface ModelProvider {
  readonly format: 'openai' | 'anthropic';
  /** Address that `/chat/completions` or `/messages` is appended to. */
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  /** What to set or change when the service refuses the key. */
  readonly keyName: string;
  /** Asked for instead of the model that a stage names. */
  readonly model: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What to do when there is no provider; goes on after what could not be asked. */
export const NO_PROVIDER_ADVICE =
  'Set OPENAI_API_KEY (and OPENAI_BASE_URL for any other service that speaks the same API), or ANTHROPIC_API_KEY, or llm.base_url in the profile';

/** The providers that the environment names: an OpenAI-compatible one, Anthropic, both or none. */
export function providersOfEnvironment(env: Environment): readonly ModelProvider[] {
  const openaiKey = env['OPENAI_API_KEY'] || undefined;
  const openaiUrl = env['OPENAI_BASE_URL'] || undefined;
  const anthropicKey = env['ANTHROPIC_API_KEY'] || undefined;
  const providers: ModelProvider[] = [];
  if (openaiKey !== undefined || openaiUrl !== undefined) {
    providers.push({
      format: 'openai',
      baseUrl: openaiUrl ?? 'https://api.openai.com/v1',
      apiKey: openaiKey,
      keyName: 'OPENAI_API_KEY',
      model: undefined,
    });
  }
  if (anthropicKey !== undefined) {
    const base = (env['ANTHROPIC_BASE_URL'] || 'https://api.anthropic.com').replace(/\/+$/, '');
    providers.push({
      format: 'anthropic',
      baseUrl: base.endsWith('/v1') ? base : `${base}/v1`,
      apiKey: anthropicKey,
      keyName: 'ANTHROPIC_API_KEY',
      model: undefined,
    });
  }
  return providers;
}

/** The provider to ask for `model`: of two, Anthropic for its own models and the other one for the rest. */
export function chooseProvider(providers: readonly ModelProvider[], model: string): ModelProvider | undefined {
  const wanted = /^(?:anthropic\/)?claude/i.test(model) ? 'anthropic' : 'openai';
  return providers.find(({ format }) => format === wanted) ?? providers[0];
}
