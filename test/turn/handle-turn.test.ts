import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { present } from '../../src/effects/present.js';
import { sweep } from '../../src/effects/sweep.js';
import { UnknownConversationError } from '../../src/errors.js';
import { LEASE_MS } from '../../src/turn/handle-turn.js';
import { presentModerator, type TestParts, testParts } from '../support/parts.js';
import { askForPerson, openTalk } from '../support/talk.js';

describe('a turn', () => {
  test('sent again has no second effect', async () => {
    const parts = await testParts();
    const talk = await openTalk(parts);
    const { promptId = '' } = talk.state().prompt ?? {};
    const activityId = randomUUID();
    for (let again = 0; again < 10; again++) await talk.take({ kind: 'choice', choice: 'primary', promptId }, activityId);
    expect((await talk.log()).filter((key) => key === 'child-stage.choices.primary')).toHaveLength(1);
  });

  test('taken ten times at once counts once each: none is lost', async () => {
    const parts = await testParts();
    const { person } = await presentModerator(parts);
    const talk = await openTalk(parts);
    await askForPerson(talk);
    const [request] = await parts.desk.queue(person);
    await parts.desk.claim(person, request?.requestId ?? '', randomUUID());
    await Promise.all(Array.from({ length: 6 }, (_, index) => talk.type(`söz ${index}`)));
    const written = (await talk.log()).filter((line) => line.startsWith('parent: söz'));
    expect(written.sort()).toEqual(Array.from({ length: 6 }, (_, index) => `parent: söz ${index}`));
  });

  test('of an unknown talk without a start is refused', async () => {
    const parts = await testParts();
    await expect(parts.handleTurn({ id: 'a1', conversationId: 'nobody', done: { kind: 'text', text: 'x' } })).rejects.toBeInstanceOf(
      UnknownConversationError,
    );
  });

  test('costs the same with the thousandth message as with the tenth: the state does not grow', async () => {
    const parts = await testParts();
    const talk = await openTalk(parts, { locale: 'de' });
    const sizes: number[] = [];
    for (let turn = 0; turn < 300; turn++) {
      await talk.command('menu');
      if (turn === 60 || turn === 299) sizes.push(JSON.stringify(talk.state()).length);
    }
    expect(sizes[1]).toBeLessThan((sizes[0] ?? 0) * 1.1);
  });

  test('that a dead node committed is finished by the sweep, once', async () => {
    const parts = await testParts();
    const talk = await openTalk(parts);
    await commitAndDie(parts, talk.id);
    expect(await sweep(parts.conversations, parts.carryOut, parts.now)).toBe(0);
    parts.clock.forward(LEASE_MS + 1);
    expect(await sweep(parts.conversations, parts.carryOut, parts.now)).toBe(1);
    expect(await sweep(parts.conversations, parts.carryOut, parts.now)).toBe(0);
    expect((await talk.log()).filter((key) => key === 'common.place_is_gone')).toHaveLength(1);
  });

  test('that a dead node committed is shown before what is said next, long before its lease is over', async () => {
    const parts = await testParts();
    const talk = await openTalk(parts);
    await commitAndDie(parts, talk.id);
    await talk.command('menu');
    const log = await talk.log();
    expect(log.filter((key) => key === 'common.place_is_gone')).toHaveLength(1);
    expect(log.indexOf('common.place_is_gone')).toBeLessThan(log.findIndex((key) => key.startsWith('all-topics.')));
    parts.clock.forward(LEASE_MS + 1);
    await sweep(parts.conversations, parts.carryOut, parts.now);
    expect(await talk.log()).toEqual(log);
  });
});

/** As a node that dies right after its commit: a note is owed and not said. */
async function commitAndDie(parts: TestParts, conversationId: string): Promise<void> {
  const before = await parts.conversations.load(conversationId);
  if (!before) throw new Error('The talk was not stored');
  const { address, state, lastSeq } = before;
  const effect = { kind: 'say', sender: 'note', locale: 'tr', textKey: 'common.place_is_gone', values: {} } as const;
  await parts.conversations.commit({
    conversationId,
    activityId: 'crashed',
    before,
    address,
    state,
    owes: [{ id: '99-0', seq: lastSeq + 1, at: parts.now(), effect }],
    lastSeq: lastSeq + 1,
    now: parts.now(),
    expiresAt: parts.now() + 1e9,
    leaseUntil: parts.now() + LEASE_MS,
  });
}

test('after two turns at once nothing stays due, though neither saw the other settle', async () => {
  const parts = await testParts();
  const talk = await openTalk(parts);
  await Promise.all([talk.command('menu'), talk.command('my_data'), talk.command('help_now')]);
  parts.clock.forward(LEASE_MS + 1);
  expect(await sweep(parts.conversations, parts.carryOut, parts.now)).toBe(0);
  expect(await parts.conversations.due(Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
});

describe('a request for a person', () => {
  test('of two moderators who claim at once one wins', async () => {
    const parts = await testParts();
    const [one, other] = [await presentModerator(parts), await presentModerator(parts)];
    const talk = await openTalk(parts);
    await askForPerson(talk);
    const [row] = await parts.desk.queue(one.person);
    const claims = [one.person, other.person].map((person) => parts.desk.claim(person, row?.requestId ?? '', randomUUID()));
    expect((await Promise.all(claims)).sort()).toEqual(['done', 'lost']);
    const queues = await Promise.all([parts.desk.queue(one.person), parts.desk.queue(other.person)]);
    expect(queues.map((queue) => queue.length).sort()).toEqual([0, 1]);
  });

  test('shows the queue neither text nor contact, and only in her languages', async () => {
    const parts = await testParts();
    const { person } = await presentModerator(parts, ['tr']);
    const arabic = await presentModerator(parts, ['ar']);
    const talk = await openTalk(parts, { municipality: 'dortmund' });
    await askForPerson(talk, 'çok gizli soru');
    const [row] = await parts.desk.queue(person);
    expect(Object.keys(row ?? {}).sort()).toEqual(['left', 'locale', 'municipality', 'owner', 'requestId', 'since', 'topic']);
    expect(JSON.stringify(row)).not.toContain('gizli');
    expect(await parts.desk.queue(arabic.person)).toEqual([]);
    expect(await parts.desk.claim(arabic.person, row?.requestId ?? '', randomUUID())).toBe('lost');
  });

  test('goes to her places; to another place only with the family’s yes, whose name she read before', async () => {
    const parts = await testParts();
    const [here, far] = [await presentModerator(parts, ['tr'], ['dortmund']), await presentModerator(parts, ['tr'], ['essen'])];
    const near = await openTalk(parts, { municipality: 'dortmund' });
    await askForPerson(near);
    expect(await parts.desk.queue(far.person)).toEqual([]);
    const [row] = await parts.desk.queue(here.person);
    expect(await parts.desk.claim(far.person, row?.requestId ?? '', randomUUID())).toBe('lost');

    await parts.people.setPresence(here.person.id, undefined);
    const agreeing = await openTalk(parts, { municipality: 'dortmund' });
    await agreeing.command('ask_moderator');
    const [offer] = (await parts.messages.after(agreeing.id, 0, 100)).slice(-1).map((message) => present(parts, message, 'de').text);
    expect(offer).toContain('Essen');
    await agreeing.press('accept_other_place');
    await agreeing.press('skip');
    await agreeing.press('granted');
    const own = await openTalk(parts, { municipality: 'essen' });
    await askForPerson(own);
    // Families of her own place first, though they came later.
    expect((await parts.desk.queue(far.person)).map(({ municipality }) => municipality)).toEqual(['essen', 'dortmund']);
  });

  test('taken over: the family reads who is there, may end it at once, and is asked whether it helped', async () => {
    const parts = await testParts();
    const { person } = await presentModerator(parts, ['tr', 'de']);
    const talk = await openTalk(parts);
    await askForPerson(talk);
    const requestId = (await parts.desk.queue(person))[0]?.requestId ?? '';
    await parts.desk.claim(person, requestId, randomUUID());
    const note = (await parts.messages.after(talk.id, 0, 100)).find(
      ({ body }) => body.kind === 'said' && body.textKey === 'common.person_is_here',
    );
    expect(note && present(parts, note, 'de').text).toMatch(/Elternnetz\nSpricht: Türkisch und Deutsch$/);
    expect((await talk.log()).at(-1)).toBe('handover.with_person');
    await talk.take({
      kind: 'choice',
      choice: 'end_talk',
      promptId: (await parts.conversations.load(talk.id))?.state.prompt?.promptId ?? '',
    });
    expect(talk.state()).toMatchObject({ mode: 'bot', flow: 'after-handover', moderatorName: undefined });
    expect(await parts.desk.open(person, requestId)).toBeUndefined();
  });

  test('taken over while a number is being typed: the number goes where it was asked for, not to the person', async () => {
    const parts = await testParts();
    const { person } = await presentModerator(parts);
    const talk = await openTalk(parts);
    await askForPerson(talk);
    for (const choice of ['call_me', 'granted', 'evening', 'voice_no']) await talk.press(choice);
    await talk.type('Fatma');
    const requestId = (await parts.desk.queue(person))[0]?.requestId ?? '';
    await parts.desk.claim(person, requestId, randomUUID());
    await talk.type('0151 23456789');
    expect((await talk.log()).join('\n')).not.toContain('23456789');
    expect((await parts.contacts.ofConversation(talk.id))[0]?.fields.phone).toBe('+4915123456789');
    await talk.press('noted');
    expect((await talk.log()).at(-1)).toBe('handover.with_person');
  });

  test('handed to a colleague is hers to take, wherever she is, and read by her only then', async () => {
    const parts = await testParts();
    const [one, colleague] = [await presentModerator(parts, ['tr'], ['dortmund']), await presentModerator(parts, ['tr'], ['essen'])];
    const talk = await openTalk(parts, { municipality: 'dortmund' });
    await askForPerson(talk);
    const requestId = (await parts.desk.queue(one.person))[0]?.requestId ?? '';
    await parts.desk.claim(one.person, requestId, randomUUID());
    await parts.desk.act(one.person, requestId, randomUUID(), { did: 'transferred', to: colleague.person.id });
    expect(await parts.desk.queue(one.person)).toEqual([]);
    expect(await parts.desk.queue(colleague.person)).toMatchObject([{ requestId, owner: 'free' }]);
    expect(await parts.desk.open(colleague.person, requestId)).toBeUndefined();
    expect(await parts.desk.claim(colleague.person, requestId, randomUUID())).toBe('done');
    expect((await parts.desk.open(colleague.person, requestId))?.summary.question).toBe('Okul bize hayır dedi.');
  });

  test('is read only by its owner, and by nobody after it ended', async () => {
    const parts = await testParts();
    const [one, other] = [await presentModerator(parts), await presentModerator(parts)];
    const talk = await openTalk(parts);
    await askForPerson(talk);
    const requestId = (await parts.desk.queue(one.person))[0]?.requestId ?? '';
    expect(await parts.desk.open(one.person, requestId)).toBeUndefined();
    await parts.desk.claim(one.person, requestId, randomUUID());
    expect((await parts.desk.open(one.person, requestId))?.summary.question).toBe('Okul bize hayır dedi.');
    expect(await parts.desk.open(other.person, requestId)).toBeUndefined();
    await parts.desk.act(one.person, requestId, randomUUID(), { did: 'closed', outcome: 'answered' });
    expect(await parts.desk.open(one.person, requestId)).toBeUndefined();
    expect(talk.state().mode).toBe('waiting');
    await talk.command('menu');
    expect(talk.state().mode).toBe('bot');
  });

  test('with nobody there says so and keeps a message with a receipt code that opens it elsewhere', async () => {
    const parts = await testParts();
    const talk = await openTalk(parts);
    await talk.command('ask_moderator');
    await talk.press('skip');
    expect(talk.state().node).toBe('nobody');
    await talk.press('leave_message');
    await talk.type('Kızım için okul arıyorum');
    await talk.press('granted');
    await talk.press('without_number');
    const [contact] = await parts.contacts.ofConversation(talk.id);
    expect(contact).toMatchObject({ purpose: 'message' });
    expect(contact?.fields).toEqual({});
    const turn = (await parts.messages.after(talk.id, 0, 100)).flatMap(({ body }) =>
      body.kind === 'said' && body.textKey === 'message.your_code' ? [body.values.receipt_code ?? ''] : [],
    )[0];
    const code = parts.receiptCode(talk.id, (turn ?? '').replace('@receipt:', ''));
    expect((await parts.contacts.byCode(code.replaceAll(' ', '')))?.conversationId).toBe(talk.id);
    expect(await parts.contacts.byCode('1234 5678 1234 5678')).toBeUndefined();
  });
});

describe('a contact', () => {
  async function leaveNumber() {
    const parts = await testParts();
    const { person } = await presentModerator(parts);
    const talk = await openTalk(parts);
    await askForPerson(talk);
    const requestId = (await parts.desk.queue(person))[0]?.requestId ?? '';
    await parts.desk.claim(person, requestId, randomUUID());
    await parts.desk.act(person, requestId, randomUUID(), { did: 'proposed_call' });
    await talk.take({ kind: 'locale', locale: 'tr' });
    await talk.press('granted');
    await talk.press('evening');
    await talk.press('voice_no');
    await talk.type('Fatma');
    await talk.type('٠١٥١ ٢٣٤٥٦٧٨٩');
    return { parts, talk, person, requestId };
  }

  test('is kept only after the yes, and is gone from the conversation then', async () => {
    const { parts, talk } = await leaveNumber();
    const [contact] = await parts.contacts.ofConversation(talk.id);
    expect(contact?.fields).toEqual({ name: 'Fatma', phone: '+4915123456789', call_when: 'evening', voice_message: 'voice_no' });
    const stored = await parts.conversations.load(talk.id);
    expect(JSON.stringify(stored)).not.toMatch(/Fatma|23456789/);
    const receipts = await parts.receipts.ofConversation(talk.id);
    expect(receipts.map(({ purpose, answer }) => [purpose, answer])).toEqual(
      expect.arrayContaining([
        ['hand_over', 'granted'],
        ['call_back', 'granted'],
      ]),
    );
  });

  test('stands nowhere in the store in clear, and erased it opens nowhere', async () => {
    const { parts, talk } = await leaveNumber();
    const everything = async () =>
      JSON.stringify(
        await Promise.all(
          ['conversations', 'messages', 'requests', 'contacts'].map((name) =>
            parts.documents.collection({ name, indexes: [] }).find({ limit: 1000 }),
          ),
        ),
      );
    expect(await everything()).not.toMatch(/Fatma|23456789|hayır dedi/);
    for (const { id } of await parts.contacts.ofConversation(talk.id)) await parts.contacts.erase(id);
    expect(await parts.contacts.ofConversation(talk.id)).toEqual([]);
  });
});
