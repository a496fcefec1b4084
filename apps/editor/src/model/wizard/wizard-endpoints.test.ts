import { applyTextEdits, type JsonObject } from '@flowmason/pipeline-schema';
import { loadTemplate } from '@flowmason/templates';
import { describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { findEndpoints, originProblem, replaceOriginEdits } from './wizard-endpoints.ts';

describe('findEndpoints', () => {
  it('finds hosts, secrets and models of a template', async () => {
    const { hosts, secrets, models } = findEndpoints(await openTemplate('support-triage'));
    expect(hosts.map(({ origin }) => origin)).toEqual([
      'https://mycompany.zendesk.com',
      'https://crm.mycompany.com',
      'https://events.pagerduty.com',
      'https://mycompany.atlassian.net',
    ]);
    expect(secrets.map(({ name }) => name)).toEqual([
      'ZENDESK_TOKEN',
      'CRM_TOKEN',
      'PAGERDUTY_KEY',
      'JIRA_BASIC_AUTH',
      'SLACK_WEBHOOK',
    ]);
    expect(models).toEqual([{ name: 'gpt-4o-mini', stageIds: ['classify-ticket', 'draft-reply'] }]);
  });

  it('says which inputs make up a host', () => {
    const document = openStages({ id: 'a', config: { url: 'https://staging.{{input.domain}}/health' } });
    expect(findEndpoints(document)).toMatchObject({
      hosts: [],
      templatedHosts: [
        { written: 'https://staging.{{input.domain}}', inputs: ['input.domain'], secrets: [], stageIds: ['a'] },
      ],
    });
  });

  it('knows an address that nobody has written yet', () => {
    const document = openStages({ id: 'a', config: { url: 'https://to-be-written.invalid/a' } });
    expect(findEndpoints(document).hosts[0]?.isPlaceholder).toBe(true);
  });

  it('names the field in which a secret is used', () => {
    const document = openStages({
      id: 'a',
      config: { url: '{{secrets.HOOK}}', headers: { 'X-Key': '{{ secrets.KEY }}' } },
    });
    expect(findEndpoints(document).secrets).toEqual([
      { name: 'HOOK', uses: [{ stageId: 'a', field: 'url' }] },
      { name: 'KEY', uses: [{ stageId: 'a', field: 'headers' }] },
    ]);
  });

  it('finds a secret that only the condition of a retry reads', () => {
    const retry = { condition: '{{output.body.key != secrets.EXPECTED}}' };
    const document = openStages({ id: 'a', config: { url: 'https://a.example' }, retry });
    expect(findEndpoints(document).secrets).toEqual([
      { name: 'EXPECTED', uses: [{ stageId: 'a', field: 'retry.condition' }] },
    ]);
  });

  it('takes the full stop behind an address for the end of a sentence', () => {
    const document = openStages({
      id: 'a',
      config: { url: 'https://api.example.com/x', body: 'Ask https://api.example.com. Or https://b.example:8443.' },
    });
    expect(findEndpoints(document).hosts.map(({ origin }) => origin)).toEqual([
      'https://api.example.com',
      'https://b.example:8443',
    ]);
  });

  it.each([
    'https://{{input.host}}',
    'https://api.{{input.domain}}',
    'https://api-{{input.stage}}.example',
    'https://api.example:{{input.port}}',
  ])('takes %s for no literal host', (url) => {
    expect(findEndpoints(openStages({ id: 'a', config: { url } })).hosts).toEqual([]);
  });
});

describe('replaceOriginEdits', () => {
  it('puts the new host wherever a stage has the old one, and nowhere else', async () => {
    const document = await openTemplate('support-triage');
    const edits = replaceOriginEdits(document, {
      origin: 'https://mycompany.zendesk.com',
      next: 'https://help.acme.io',
    });
    const text = applyTextEdits(document.reading.text, edits);
    expect(text).toBe(document.reading.text.replaceAll('https://mycompany.zendesk.com', 'https://help.acme.io'));
    expect(edits.length).toBe(5);
  });

  it('leaves a longer host alone that begins the same way', () => {
    const document = openStages(
      { id: 'a', config: { url: 'https://api.example.com/x' } },
      { id: 'b', config: { url: 'https://api.example.com.au/x' } },
      { id: 'c', config: { url: 'https://api.example.com:8443/x' } },
    );
    expect(replaceOriginEdits(document, { origin: 'https://api.example.com', next: 'https://b.example' })).toHaveLength(
      1,
    );
  });

  it('replaces a host that ends a sentence', () => {
    const document = openStages({ id: 'a', config: { url: 'u', body: 'Ask https://api.example.com.' } });
    const edits = replaceOriginEdits(document, { origin: 'https://api.example.com', next: 'https://b.example' });
    expect(applyTextEdits(document.reading.text, edits)).toContain('Ask https://b.example.');
  });

  it('gives nothing for what is no address', () => {
    const document = openStages({ id: 'a', config: { url: 'https://api.example.com/x' } });
    expect(replaceOriginEdits(document, { origin: 'https://api.example.com', next: 'ftp://x' })).toEqual([]);
  });
});

describe('originProblem', () => {
  it.each(['https://a.example', 'http://10.0.0.7:8080', 'https://localhost'])('takes %s', (origin) => {
    expect(originProblem(origin)).toBeUndefined();
  });

  it.each(['a.example', 'https://', 'https://a.example/path', 'https://a b'])('refuses %s', (origin) => {
    expect(originProblem(origin)).toEqual(expect.any(String));
  });
});

async function openTemplate(id: string) {
  const template = (await loadTemplate(id)) ?? expect.fail(`${id} is no template`);
  return openPipelineDocument(template.text);
}

function openStages(...stages: readonly JsonObject[]) {
  const withComponent = stages.map((stage) => ({ component: 'http_request', ...stage }));
  return openPipelineDocument(JSON.stringify({ name: 'test', version: '1.0.0', stages: withComponent }, null, 2));
}
