import type { VNode } from 'preact';
import { Line, Page, type Speech } from './layout.js';

/** All German words of school with what they mean, in the order of the German alphabet: for who has a letter in hand. */
export function GlossaryPage(view: Speech): VNode {
  const { guide, locale } = view;
  const word = (id: string, part: string) => guide.texts.text(locale, `glossary.${id}.${part}`);
  const terms = Object.entries(guide.content.terms)
    .filter(([id]) => guide.texts.has(locale, `glossary.${id}.explain`))
    .sort(([, one], [, other]) => one.german.localeCompare(other.german, 'de'));
  const title = guide.texts.text(locale, 'common.ui.glossary');
  return (
    <Page {...view} title={title} icons={[]} languageHref="/languages?to=glossary">
      <main id="main" tabIndex={-1} class="wrap stack pad">
        <h1>{title}</h1>
        <p>{guide.texts.text(locale, 'common.ui.glossary_hint')}</p>
        <dl class="stack">
          {terms.map(([id, { german }]) => (
            <div class="card" key={id} id={id}>
              <dt>
                <bdi lang="de">
                  <b>{german}</b>
                </bdi>{' '}
                · <Line text={word(id, 'word')} locale={locale} />
              </dt>
              <dd>
                <Line text={word(id, 'explain')} locale={locale} />
              </dd>
            </div>
          ))}
        </dl>
      </main>
    </Page>
  );
}
