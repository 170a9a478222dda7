/** The moderators' console: same tokens as the parents' pages, denser. */
const SHEET = `
:root{color-scheme:light dark;--bg:#f1f5f1;--card:#fff;--ink:#15211d;--ink2:#44524c;--line:#6f7f77;--hair:#d2dcd5;--brand:#12594d;--onbrand:#fff;--soft:#dcece4;--human:#ffc857;--onhuman:#2a1c00;--humansoft:#fff1d2;--humanink:#704200;--mt:#54428a;--mtsoft:#eeebf8;--alert:#a1223a;--alertsoft:#fde9ec;--focus:#1746d1}
@media screen and (prefers-color-scheme:dark){:root{--bg:#0f1715;--card:#18231f;--ink:#eef4f0;--ink2:#b5c4bd;--line:#7f9289;--hair:#32423b;--brand:#7fd6bf;--onbrand:#06231d;--soft:#1d3a33;--human:#ffc857;--onhuman:#2a1c00;--humansoft:#372b13;--humanink:#ffd78a;--mt:#c6b9f7;--mtsoft:#2a2540;--alert:#ffa3af;--alertsoft:#44202a;--focus:#9dbcff}}
*{box-sizing:border-box}[hidden]{display:none!important}
html{font-size:100%;scroll-padding-block:4.5rem 5rem}
body{margin:0;background:var(--bg);color:var(--ink);font:1rem/1.45 -apple-system,Roboto,'Segoe UI','Noto Sans',system-ui,'Noto Sans Arabic',sans-serif;overflow-wrap:break-word}
[lang|=ar],[lang|=fa],[lang|=ckb]{line-height:1.65}
h1,h2,h3,p,ul,ol,dl,dd,fieldset,figure{margin:0;padding:0;border:0;min-width:0}ul,ol{list-style:none}
h1{font-size:1.15rem}h2{font-size:1.05rem}h3{font-size:.95rem}
a{color:var(--brand)}
svg.i{inline-size:1.3em;block-size:1.3em;flex:none;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round;vertical-align:-.28em}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:8px}
.vh{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;inset-block-start:-6rem;inset-inline-start:1rem;padding:.8rem;background:var(--card);z-index:9}.skip:focus{inset-block-start:.3rem}
.small{font-size:.84rem;color:var(--ink2)}
.btn,button,select,.in{display:inline-flex;align-items:center;justify-content:center;gap:7px;min-block-size:48px;min-inline-size:48px;padding:6px 12px;border:2px solid var(--brand);border-radius:12px;background:var(--card);color:var(--brand);font:inherit;font-weight:600;line-height:1.2;text-decoration:none;cursor:pointer}
.btn:hover,button:hover{text-decoration:underline}
.main{background:var(--brand);color:var(--onbrand)}.human{background:var(--human);border-color:var(--human);color:var(--onhuman)}.quiet{border-color:transparent;background:none}
select,textarea,.in{border-color:var(--line);color:var(--ink);font-weight:400;background:var(--card);inline-size:100%}textarea{border:2px solid var(--line);border-radius:12px;padding:10px 12px;font:inherit;background:var(--bg);color:var(--ink);min-block-size:112px;resize:vertical;inline-size:100%}
select{justify-content:flex-start}
::placeholder{color:var(--ink2);opacity:1}
.top{position:sticky;inset-block-start:0;z-index:5;display:flex;flex-wrap:wrap;align-items:center;gap:4px 12px;padding:6px 16px;background:var(--card);border-block-end:1px solid var(--hair)}
.logo{display:flex;align-items:center;gap:8px;min-block-size:48px;min-inline-size:48px;font-weight:700;color:var(--ink);text-decoration:none;margin-inline-end:auto}.logo svg{inline-size:34px;block-size:26px}
.switch{border-color:var(--line);color:var(--ink);border-radius:99px;padding-inline:8px 14px}
.switch::before{content:"";inline-size:40px;block-size:24px;border-radius:99px;background:radial-gradient(circle at 12px 12px,var(--card) 8px,transparent 9px) var(--line)}
.switch[aria-checked=true]::before{background:radial-gradient(circle at 28px 12px,var(--card) 8px,transparent 9px) var(--brand)}
.grid{display:grid;grid-template-columns:minmax(17rem,20.5rem) minmax(0,1fr) minmax(15rem,18.5rem);block-size:calc(100dvh - 61px)}
.pane{min-inline-size:0;overflow:auto;border-inline-end:1px solid var(--hair)}
.pane>header,.pane>.pad{padding:12px 16px}.stack>*+*{margin-block-start:12px}
.queue form{padding-block:0 12px;padding-inline:69px 16px;margin-block-start:-4px}.queue li{border-block-end:1px solid var(--hair);border-inline-start:5px solid transparent}.queue li.flagged{background:var(--alertsoft);border-inline-start-color:var(--alert)}.queue li:has([aria-current]){border-inline-start-color:var(--brand)}
.queue :is(a,.row){display:grid;grid-template-columns:auto 1fr auto;gap:3px 12px;padding-block:12px 10px;padding-inline:11px 16px;color:var(--ink);text-decoration:none}
.queue a:hover{background:var(--soft)}.queue [aria-current]{background:var(--soft)}
.lang{grid-row:span 3;display:grid;place-items:center;align-self:start;inline-size:46px;block-size:46px;border-radius:14px;background:var(--human);color:var(--onhuman);font-weight:700}
.queue b{grid-column:2}.queue .t{font-size:.84rem;color:var(--ink2);white-space:nowrap}.queue .d{grid-column:2/-1;font-size:.84rem;color:var(--ink2)}
.tag{display:inline-flex;align-items:center;gap:5px;padding:2px 9px;border-radius:99px;background:var(--soft);color:var(--ink);font-size:.84rem;font-weight:600}
.tag.alert{background:var(--alert);color:var(--card)}.tag.human{background:var(--human);color:var(--onhuman)}.tag.mt{background:var(--mtsoft);color:var(--mt)}
.talk{display:flex;flex-direction:column;overflow:hidden}
.talk>header{display:flex;flex-wrap:wrap;align-items:center;gap:6px 10px;border-block-end:1px solid var(--hair);background:var(--card)}
.talk>header div{flex:1 1 11rem}.talk>header button{font-size:.875rem;padding-inline:9px;gap:5px}
.hist{flex:1 1 auto;min-block-size:0;overflow:auto;padding:12px 16px;display:grid;gap:10px;align-content:start}
.turn{display:grid;grid-template-columns:1fr 1fr;gap:0;background:var(--card);border:1px solid var(--hair);border-radius:14px}
.turn .who{grid-column:1/-1;display:flex;flex-wrap:wrap;gap:2px 10px;padding:7px 14px 0;font-size:.84rem;color:var(--ink2)}.turn .who b{color:var(--brand)}
.turn p.a,.turn p.o{padding:4px 14px 10px;white-space:pre-line}.turn p.a{border-inline-end:1px solid var(--hair)}.turn p.o{color:var(--ink2)}
.turn.parent{background:var(--soft);border-color:var(--brand)}.turn.mod{background:var(--humansoft);border-color:var(--human)}.turn.mod .who b{color:var(--humanink)}
.reply{flex:none;border-block-start:1px solid var(--hair);background:var(--card);padding:10px 16px 12px}
.two{display:grid;grid-template-columns:1fr 1fr;gap:12px}
.two label,.lab{display:flex;align-items:center;gap:8px;min-block-size:26px;font-size:.84rem;font-weight:600;margin-block-end:4px}
.prev{border:2px dashed var(--mt);border-radius:12px;background:var(--mtsoft);padding:10px 12px;min-block-size:112px}
.acts{display:flex;flex-wrap:wrap;gap:8px;margin-block-start:10px}.acts .grow{flex:1 1 12rem}
.card{background:var(--card);border:1px solid var(--hair);border-radius:16px;padding:14px}
.card dl>div{padding-block:7px;border-block-end:1px solid var(--hair)}.card dt{font-size:.84rem;color:var(--ink2)}.card dd{font-weight:600}
.yes{color:var(--brand);font-weight:600;font-size:.84rem}.no{color:var(--ink2);font-weight:600;font-size:.84rem}
.tabs{display:none}
summary{display:flex;align-items:center;min-block-size:48px;gap:8px;font-weight:600;cursor:pointer;color:var(--brand);list-style:none}summary::-webkit-details-marker{display:none}
@media (max-width:70rem){.grid{grid-template-columns:minmax(16rem,19rem) minmax(0,1fr)}.grid .side{display:none}.grid.card-view .side{display:block}.grid.card-view .talk{display:none}}
.pane:focus-visible{outline-offset:-3px}.pane[tabindex="-1"]:focus{outline:0}
@media (max-width:52rem){.logo span,.top .me span{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%)}.top{position:static}.grid{display:block;block-size:auto;padding-block-end:64px}.pane{overflow:visible;border:0}.hist{overflow:visible}.grid .pane{display:none}.grid.list-view .listpane,.grid.talk-view .talk,.grid.card-view .side{display:block}.two,.turn{grid-template-columns:1fr}.turn p.a{border:0}.turn p.o{border-block-start:1px dashed var(--line);padding-block:6px 10px}.reply{padding-block-end:20px}.tabs{display:flex;position:fixed;inset:auto 0 0;z-index:6;background:var(--card);border-block-start:1px solid var(--hair)}.tabs a{flex:1;display:flex;flex-direction:column;align-items:center;justify-content:center;gap:2px;min-block-size:58px;font-size:.84rem;font-weight:600;text-decoration:none}.tabs [aria-current]{box-shadow:inset 0 4px var(--brand);background:var(--soft)}}
@media (max-height:30rem){.top,.tabs{position:static}}
@media (forced-colors:active){.btn,button,.card,.turn{border:2px solid ButtonText}}
.narrow{max-inline-size:34rem;margin-inline:auto;padding:16px}
.narrow label{display:block;font-weight:600;margin-block-end:4px}
.checks{display:grid;grid-template-columns:repeat(auto-fill,minmax(9rem,1fr));gap:4px 12px}
.checks label{display:flex;align-items:center;gap:10px;min-block-size:48px;font-weight:400;margin:0}
.checks input{inline-size:22px;block-size:22px;flex:none}
.hoursrow{display:flex;flex-wrap:wrap;gap:8px;align-items:center;min-block-size:48px}
.hoursrow span{flex:1 0 7rem}
.hoursrow input{inline-size:7.5rem;flex:none}
.empty{padding:24px 16px;color:var(--ink2)}
.alert{color:var(--alert);font-weight:600}
.warn{border:2px solid var(--line);border-radius:14px;padding:10px 14px;font-weight:600}
.inline{display:inline}
.talk>header .acts{margin:0;align-items:flex-start}
.talk>header div{flex:0 1 auto}.talk>header>div:first-child{flex:1 1 11rem}
.acts summary{min-block-size:48px;padding:6px 10px;border:2px solid var(--brand);border-radius:12px;font-size:.875rem;background:var(--card)}
.acts details[open]{flex:1 1 100%;background:var(--card);border:1px solid var(--hair);border-radius:12px;padding:10px}
.acts details form{display:grid;gap:8px;margin-block-start:8px}
input{min-inline-size:0;inline-size:100%;min-block-size:48px;padding:10px 14px;border:2px solid var(--line);border-radius:12px;background:var(--bg);color:var(--ink);font:inherit}
`;

/** One inline block on every page; without comments and needless blanks. */
export const CONSOLE_STYLE = SHEET.replace(/\/\*.*?\*\//gs, '')
  .replace(/\s*\n\s*/g, '')
  .trim();
