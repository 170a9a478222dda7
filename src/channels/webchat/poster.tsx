import type { VNode } from 'preact';
import { create } from 'qrcode';
import type { Guide } from '../../content/guide.js';
import type { School } from '../../schools/schools.js';
import { Line, Logo } from './layout.js';
import { POSTER_STYLE } from './poster-style.js';

const QUIET = 4;
/** More than these stand in three columns, so that the sheet stays one page. */
const FEW_LANGUAGES = 8;

/** The school's poster: who invites, the real QR code of its link, the link to type, the word that must stand on the page, and an invitation in every language. */
export function PosterPage({
  guide,
  school,
  link,
  operator,
}: {
  readonly guide: Guide;
  readonly school: School;
  readonly link: string;
  readonly operator: string;
}): VNode {
  const words = (locale: string, key: string) => guide.texts.text(locale, `common.${key}`);
  return (
    <html lang="de">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${school.name} · Elternbrücke`}</title>
        <style dangerouslySetInnerHTML={{ __html: POSTER_STYLE }} />
      </head>
      <body>
        <header>
          <Logo />
          <h1>{words('de', 'ui.choose_language')}</h1>
        </header>
        <main>
          <p class="school">{school.name}</p>
          <div class="mid">
            <QrCode text={link} />
            <div>
              <p class="addr" dir="ltr">
                {link.replace(/^https?:\/\//, '')}
              </p>
              <p class="word">
                {words('de', 'poster.check')} <b>{school.checkWord}</b>
              </p>
              <ul class="promises">
                {['no_name', 'no_office', 'free'].map((promise) => (
                  <li key={promise}>
                    <Line text={words('de', `ui.${promise}`)} locale="de" />
                  </li>
                ))}
              </ul>
            </div>
          </div>
          <ul class={guide.locales.length > FEW_LANGUAGES ? 'langs many' : 'langs'}>
            {guide.locales.map(({ locale, name, dir }) => (
              <li key={locale} lang={locale} dir={dir}>
                <b>{name}</b>
                {words(locale, 'poster.invitation')}
              </li>
            ))}
          </ul>
        </main>
        <footer>
          {words('de', 'ui.run_by')} {operator}
        </footer>
      </body>
    </html>
  );
}

/** One path of squares; error correction H survives a stained print. */
function QrCode({ text }: { readonly text: string }): VNode {
  const { modules } = create(text, { errorCorrectionLevel: 'H' });
  const size = modules.size + 2 * QUIET;
  const squares: string[] = [];
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++)
      if (modules.get(row, column)) squares.push(`M${column + QUIET} ${row + QUIET}h1v1h-1z`);
  }
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={text} shape-rendering="crispEdges">
      <path fill="#fff" d={`M0 0h${size}v${size}h-${size}z`} />
      <path fill="#000" d={squares.join('')} />
    </svg>
  );
}
