import type { VNode } from 'preact';
import { withoutMarks } from '../../content/format.js';
import { Line, Lines, type Speech } from './layout.js';
import { formName } from './path.js';

/** Forms after class 4 in the order of the law (SchulG sections 14 to 17a): no order of value. */
const DOORS = ['hauptschule', 'realschule', 'sekundarschule', 'gesamtschule', 'gymnasium'];
const WITH_UPPER_LEVEL = ['gesamtschule', 'gymnasium'];
const [TOP, ROW, HEIGHT] = [30, 54, 44] as const;

interface PictureProps extends Speech {
  readonly stage: string;
  readonly form?: string;
}

type Where = 'before' | 'middle' | 'upper';

function whereIs(stage: string): Where {
  if (stage === 'upper_level') return 'upper';
  return /^class_(5_to_7|8|9|10)$/.test(stage) ? 'middle' : 'before';
}

/**
 * The school system from where the child stands: its own place, the doors that are open later, and that ways cross. The same in words stands below, for who cannot see
 * or does not like pictures. German names stay; the drawing is not mirrored, like a street map.
 */
export function SchoolPicture(props: PictureProps): VNode {
  const { guide, locale, stage, form } = props;
  const words = (key: string) => guide.texts.text(locale, `path.picture.${key}`);
  const where = whereIs(stage);
  return (
    <section class="card stack" aria-labelledby="picture">
      <h2 id="picture">{words(`title_${where}`)}</h2>
      <svg class="pic" viewBox="0 0 328 356" role="img" aria-labelledby="pt pd" direction="ltr">
        <title id="pt">{words(`title_${where}`)}</title>
        <desc id="pd">{withoutMarks(words(`text_${where}`))}</desc>
        <g font-size="12" fill="var(--ink2)" text-anchor="middle">
          <text x="40" y="16">
            {words('until_4')}
          </text>
          <text x="162" y="16">
            {words('from_5')}
          </text>
          <text x="281" y="16">
            {words('from_11')}
          </text>
        </g>
        {DOORS.map((door, place) => (
          <Door
            key={door}
            door={door}
            y={TOP + place * ROW}
            isHere={where === 'middle' && form === door}
            from={where === 'before'}
            words={words}
          />
        ))}
        <rect
          x="244"
          y={TOP}
          width="78"
          height={3 * ROW - 10}
          rx="10"
          fill={where === 'upper' ? 'var(--humansoft)' : 'var(--card)'}
          stroke="var(--brand)"
          stroke-width="1.5"
        />
        <g font-size="13" fill="var(--ink)" text-anchor="middle">
          <text x="283" y={TOP + 62} font-weight="700">
            Berufs-
          </text>
          <text x="283" y={TOP + 78} font-weight="700">
            kolleg
          </text>
        </g>
        <path d={`M283 ${TOP + 3 * ROW - 10}v8m-5-4l5 5 5-5`} fill="none" stroke="var(--brand)" stroke-width="2" />
        <Child where={where} place={DOORS.indexOf(form ?? '')} words={words} />
        <rect x="84" y="308" width="238" height="42" rx="21" fill="var(--brand)" />
        <text x="203" y="334" font-size="13" font-weight="700" fill="var(--onbrand)" text-anchor="middle">
          {words('goal')}
        </text>
      </svg>
      <p>
        <Line text={words('ways_stay_open')} locale={locale} />
      </p>
      <details class="term">
        <summary>
          <span>
            {words('in_words')}
            <bdi lang="de">Schulformen</bdi>
          </span>
        </summary>
        <Lines text={words(`text_${where}`)} locale={locale} />
      </details>
    </section>
  );
}

interface DoorProps {
  readonly door: string;
  readonly y: number;
  readonly isHere: boolean;
  /** A way leads here from the child. */
  readonly from: boolean;
  readonly words: (key: string) => string;
}

function Door({ door, y, isHere, from, words }: DoorProps): VNode {
  const upper = WITH_UPPER_LEVEL.includes(door);
  const middle = y + HEIGHT / 2;
  return (
    <g>
      {from && <path d={`M64 158C84 158 70 ${middle} 92 ${middle}`} fill="none" stroke="var(--brand)" stroke-width="3" />}
      <rect
        x="92"
        y={y}
        width={upper ? 230 : 138}
        height={HEIGHT}
        rx="10"
        fill={isHere ? 'var(--humansoft)' : 'var(--soft)'}
        stroke={isHere ? 'var(--human)' : 'var(--brand)'}
        stroke-width={isHere ? 3 : 1.5}
      />
      <text x="104" y={y + 19} font-size="13" font-weight="700" fill="var(--ink)">
        {formName(door)}
      </text>
      <text x="104" y={y + 35} font-size="12" fill="var(--ink)">
        {words(upper ? 'classes_5_13' : 'classes_5_10')}
      </text>
      {upper ? (
        <text x="281" y={y + 27} font-size="13" font-weight="700" fill="var(--ink)" text-anchor="middle">
          Oberstufe
        </text>
      ) : (
        <path d={`M230 ${middle}h12m-5-5l5 5-5 5`} fill="none" stroke="var(--brand)" stroke-width="2.5" stroke-linecap="round" />
      )}
    </g>
  );
}

/** Where the child stands. */
function Child({ where, place, words }: { readonly where: Where; readonly place: number; readonly words: (key: string) => string }): VNode {
  const [x, y] =
    where === 'before' ? [38, 158] : where === 'upper' ? [216, TOP + 4 * ROW - 5] : [38, TOP + (place < 0 ? 2 : place) * ROW + HEIGHT / 2];
  const [first = '', second = ''] = words('your_child').split('\n');
  return (
    <g>
      {where === 'middle' && (
        <path
          d={`M62 ${y}h${place < 0 ? 18 : 26}`}
          stroke="var(--brand)"
          stroke-width="3"
          stroke-dasharray={place < 0 ? '3 5' : undefined}
        />
      )}
      <circle cx={x} cy={y} r="22" fill="var(--human)" stroke="var(--brand)" stroke-width="3" />
      <circle cx={x} cy={y - 7} r="6.5" fill="var(--onhuman)" />
      <path d={`M${x - 12} ${y + 13}c1-9 6-12 12-12s11 3 12 12`} fill="var(--onhuman)" />
      {where !== 'upper' && (
        <text x={x} y={y + 38} font-size="12" font-weight="700" fill="var(--ink)" text-anchor="middle">
          <tspan x={x}>{first}</tspan>
          <tspan x={x} dy="15">
            {second}
          </tspan>
        </text>
      )}
    </g>
  );
}
