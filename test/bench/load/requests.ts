import type { Contestant } from '../contestants/contestant';
import type { Issuer } from '../tokens';
import type { Call } from '../workloads/workload';
import { idOfAnswer, type RawOperation, type RawRequest } from './messages';

/** A call as it goes over the wire to a contestant; the gateway alone is sent a token. */
export function rawRequest(
  { path = '/graphql', callerId, body }: Call,
  { dialect, port }: Contestant,
  issuer: Issuer,
): RawRequest {
  const text = JSON.stringify(body);
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Accept: application/json',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(text)}`,
    ...(dialect === 'gateway' ? [`Authorization: Bearer ${issuer.tokenOf(callerId)}`] : []),
  ];
  return `${head.join('\r\n')}\r\n\r\n${text}`;
}

/** Operations as they go over the wire. */
export const rawOperations = (
  operations: readonly (readonly Call[])[],
  contestant: Contestant,
  issuer: Issuer,
): readonly RawOperation[] => operations.map((calls) => calls.map((call) => rawRequest(call, contestant, issuer)));

/** Performs one operation and yields its answers, read as JSON; rejects for an answer that is not 200. */
export async function answersOf(
  calls: readonly Call[],
  contestant: Contestant,
  issuer: Issuer,
): Promise<readonly unknown[]> {
  const answers: unknown[] = [];
  let id = '';
  for (const { path = '/graphql', callerId, body } of calls) {
    const text = JSON.stringify(body).replace(idOfAnswer, id);
    const headers = {
      'content-type': 'application/json',
      ...(contestant.dialect === 'gateway' && { authorization: `Bearer ${issuer.tokenOf(callerId)}` }),
    };
    const answer = await fetch(`http://127.0.0.1:${contestant.port}${path}`, { method: 'POST', headers, body: text });
    const said = await answer.text();
    if (answer.status !== 200 || said.includes('rrors":[{'))
      throw new Error(`${contestant.name} answered ${answer.status}: ${said.slice(0, 600)}`);
    id = /"id":"([0-9a-f-]{36})"/.exec(said)?.[1] ?? '';
    answers.push(JSON.parse(said));
  }
  return answers;
}
