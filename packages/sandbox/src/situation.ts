/** A named state of the simulated world, as a person chooses it. */
export type Situation = {
  /** What `--sandbox=` takes; kebab-case. */
  readonly name: string;
  readonly title: string;
  /** What will happen in a run, in a sentence or two. */
  readonly description: string;
  /** Names of the pipelines that it was made for; the services of the others behave as in `all-good`. */
  readonly pipelines: readonly string[];
};

/** What a situation changes about the services. Each trait is read by the one service that it concerns. */
export type Traits = {
  readonly build: 'success' | 'failure';
  readonly staging: 'healthy' | 'sick';
  readonly tests: 'pass' | 'fail';
  /** Health of production while it runs any other image than the one that it started with. */
  readonly newImage: 'healthy' | 'sick';
  /** Whether the cluster takes the first image back. */
  readonly rollback: 'accepted' | 'refused';
  /** What is wrong with the service that the alert is about: what logs, metrics and deploys show. */
  readonly incident: 'oom' | 'pool' | 'bad-deploy' | 'unknown';
  /** How sure the scripted model is, and whether it keeps to JSON. */
  readonly model: 'high' | 'low' | 'prose';
  /** Whether the remedy for the incident brings the service's health back. */
  readonly remedy: 'heals' | 'does-nothing';
  /** Whether the cluster accepts `replicas: 0`, and any other number after it. */
  readonly restart: 'accepted' | 'refused' | 'restore-refused';
};

const ALL_GOOD: Traits = {
  build: 'success',
  staging: 'healthy',
  tests: 'pass',
  newImage: 'healthy',
  rollback: 'accepted',
  incident: 'oom',
  model: 'high',
  remedy: 'heals',
  restart: 'accepted',
};

const DEPLOYMENT = ['devops-cicd-deployment'];
const INCIDENT = ['devops-incident-response'];

type Definition = Situation & { readonly traits: Partial<Traits> };

const DEFINITIONS: readonly Definition[] = [
  {
    name: 'all-good',
    title: 'All goes well',
    description:
      'The build passes, staging and production are healthy, the tests pass. An alert turns out to be a memory leak that a restart cures.',
    pipelines: [],
    traits: {},
  },
  {
    name: 'build-fails',
    title: 'The build fails',
    description: 'The workflow run ends with the conclusion failure; nothing is deployed and the team is told.',
    pipelines: DEPLOYMENT,
    traits: { build: 'failure' },
  },
  {
    name: 'staging-sick',
    title: 'Staging never becomes healthy',
    description: 'Staging answers 503 to all 12 health checks; production is not touched and the team is told.',
    pipelines: DEPLOYMENT,
    traits: { staging: 'sick' },
  },
  {
    name: 'tests-fail',
    title: 'The integration tests fail',
    description: 'Three of 47 tests fail in staging; they are analysed, the team is told, production is not touched.',
    pipelines: DEPLOYMENT,
    traits: { tests: 'fail' },
  },
  {
    name: 'production-sick',
    title: 'Production is unhealthy after the deployment',
    description: 'Production answers 503 with the new image; the image before it is brought back and is healthy.',
    pipelines: DEPLOYMENT,
    traits: { newImage: 'sick' },
  },
  {
    name: 'rollback-fails',
    title: 'Production is unhealthy and cannot be rolled back',
    description: 'The cluster refuses the rollback as well; the run fails and the team is told to act.',
    pipelines: DEPLOYMENT,
    traits: { newImage: 'sick', rollback: 'refused' },
  },
  {
    name: 'oom',
    title: 'Memory runs out',
    description: 'Logs and metrics agree on a memory leak; the service is restarted, verified, and the team is told.',
    pipelines: INCIDENT,
    traits: { incident: 'oom' },
  },
  {
    name: 'oom-not-sure',
    title: 'Perhaps memory runs out',
    description: 'The same signs, but the model is not confident: nothing is changed and a person is paged.',
    pipelines: INCIDENT,
    traits: { incident: 'oom', model: 'low' },
  },
  {
    name: 'pool-exhausted',
    title: 'The connection pool is used up',
    description: 'The service waits for database connections; its pool is doubled and the service is verified.',
    pipelines: INCIDENT,
    traits: { incident: 'pool' },
  },
  {
    name: 'bad-deploy',
    title: 'A deploy of 12 minutes ago broke it',
    description: 'Errors began with the newest deploy; it is rolled back and the service is verified.',
    pipelines: INCIDENT,
    traits: { incident: 'bad-deploy' },
  },
  {
    name: 'unknown-cause',
    title: 'Nobody knows',
    description: 'The logs fit no pattern and there are no recent deploys: a person is paged, nothing is changed.',
    pipelines: INCIDENT,
    traits: { incident: 'unknown' },
  },
  {
    name: 'not-json',
    title: 'The model answers in prose',
    description: 'The answer holds no JSON, so it selects nothing: a person is paged, nothing is changed.',
    pipelines: INCIDENT,
    traits: { incident: 'oom', model: 'prose' },
  },
  {
    name: 'never-healthy',
    title: 'The restart does not help',
    description:
      'Replicas are back, but all six health checks fail: a person is paged, nobody is told that it is over.',
    pipelines: INCIDENT,
    traits: { incident: 'oom', remedy: 'does-nothing' },
  },
  {
    name: 'restart-refused',
    title: 'The cluster refuses the restart',
    description: 'The token may not scale the deployment: a person is paged, and no health check is made.',
    pipelines: INCIDENT,
    traits: { incident: 'oom', restart: 'refused' },
  },
  {
    name: 'restore-refused',
    title: 'The replicas cannot be brought back',
    description:
      'The deployment was scaled to 0 and the way back is refused: the page says that production is at zero.',
    pipelines: INCIDENT,
    traits: { incident: 'oom', restart: 'restore-refused' },
  },
];

/** The situations that the sandbox knows; the first is the one where all goes well. */
export const SITUATIONS: readonly Situation[] = DEFINITIONS.map(({ name, title, description, pipelines }) => ({
  name,
  title,
  description,
  pipelines,
}));

/** The traits of a situation by name; undefined for a name that is not in `SITUATIONS`. */
export function findTraits(name: string): Traits | undefined {
  const definition = DEFINITIONS.find((candidate) => candidate.name === name);
  return definition && { ...ALL_GOOD, ...definition.traits };
}
