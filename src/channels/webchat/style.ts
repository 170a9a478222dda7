/** The parents' pages: tokens and components of the design language. Logical properties only, so that one sheet serves both directions. */
const SHEET = `
:root{color-scheme:light dark;--bg:#f1f5f1;--card:#fff;--ink:#15211d;--ink2:#44524c;--line:#6f7f77;--hair:#d2dcd5;--brand:#12594d;--onbrand:#fff;--soft:#dcece4;--human:#ffc857;--onhuman:#2a1c00;--humansoft:#fff1d2;--humanink:#704200;--mt:#54428a;--mtsoft:#eeebf8;--alert:#a1223a;--alertsoft:#fde9ec;--focus:#1746d1}
@media screen and (prefers-color-scheme:dark){:root{--bg:#0f1715;--card:#18231f;--ink:#eef4f0;--ink2:#b5c4bd;--line:#7f9289;--hair:#32423b;--brand:#7fd6bf;--onbrand:#06231d;--soft:#1d3a33;--human:#ffc857;--onhuman:#2a1c00;--humansoft:#372b13;--humanink:#ffd78a;--mt:#c6b9f7;--mtsoft:#2a2540;--alert:#ffa3af;--alertsoft:#44202a;--focus:#9dbcff}}
*{box-sizing:border-box}
[hidden]{display:none!important}
html{font-size:106.25%;scroll-padding-block:4.6rem 5rem;-webkit-text-size-adjust:100%}
html[dir=rtl]{font-size:112.5%}
body{margin:0;background:var(--bg);color:var(--ink);font:1rem/1.5 -apple-system,Roboto,'Segoe UI','Noto Sans',system-ui,'Noto Sans Arabic',sans-serif;overflow-wrap:break-word}
[lang|=ar],[lang|=fa],[lang|=ckb]{line-height:1.7}
[lang=de]{hyphens:auto}
h1,h2,h3,p,ul,ol,dl,dd,fieldset,figure{margin:0;padding:0;border:0;min-width:0}
h1{font-size:1.5rem;line-height:1.25}h2{font-size:1.15rem;line-height:1.35}h3{font-size:1rem}
html[dir=rtl] :is(h1,h2,h3){line-height:1.5}
ul,ol{list-style:none}
a{color:var(--brand)}
bdi{unicode-bidi:isolate}
svg.i{inline-size:1.4em;block-size:1.4em;flex:none;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
[dir=rtl] .flip{transform:scaleX(-1)}
:focus-visible{outline:3px solid var(--focus);outline-offset:3px;border-radius:8px}
.vh{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;inset-block-start:-6rem;inset-inline-start:1rem;padding:.8rem 1rem;background:var(--card);z-index:9}
.skip:focus{inset-block-start:.4rem}
.wrap{max-inline-size:36rem;margin-inline:auto;padding-inline:16px}
.stack>*+*{margin-block-start:var(--g,14px)}
.small{font-size:.875rem;color:var(--ink2)}
/* top bar */
.bar{position:sticky;inset-block-start:0;z-index:5;background:var(--card);border-block-end:1px solid var(--hair)}
.bar .wrap{display:flex;flex-wrap:wrap;align-items:center;gap:4px;min-block-size:60px;padding-block:6px}
.logo{display:flex;align-items:center;gap:8px;margin-inline-end:auto;min-block-size:48px;min-inline-size:48px;font-weight:700;color:var(--ink);text-decoration:none}
.logo svg{inline-size:34px;block-size:26px;flex:none}
.tool,.leave,.btn{display:inline-flex;align-items:center;justify-content:center;gap:7px;min-block-size:48px;min-inline-size:48px;padding:6px 10px;border:2px solid transparent;border-radius:14px;background:none;color:var(--brand);font:inherit;font-weight:600;line-height:1.25;text-decoration:none;cursor:pointer}
.leave{background:var(--ink);color:var(--bg)}
.btn{border-color:var(--brand);background:var(--card)}
.btn.main{background:var(--brand);color:var(--onbrand)}
.btn.human{background:var(--human);border-color:var(--human);color:var(--onhuman)}
.btn.wide{inline-size:100%}
.tool:hover,.btn:hover,.tile:hover{text-decoration:underline;text-underline-offset:3px}
/* progress: a bridge that grows */
.way{background:var(--card);border-block-end:1px solid var(--hair);padding-block:8px 10px}
.way p{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 12px;font-size:.875rem;color:var(--ink2);margin-block-end:10px}
.way b{color:var(--ink)}
.way ol{display:flex}
.way li{position:relative;flex:1;block-size:20px;border-block-start:5px solid var(--c);background:radial-gradient(ellipse 40% 100% at 50% 100%,transparent 97%,var(--c));--c:var(--hair)}
.way .done,.way .now{--c:var(--brand)}
.way .now::before{content:"";position:absolute;inset-block-start:-11px;inset-inline-start:calc(50% - 9px);inline-size:18px;block-size:18px;border-radius:50%;background:var(--human);border:3px solid var(--card);box-shadow:0 0 0 2px var(--brand)}
/* messages */
.log{display:flex;flex-direction:column;gap:14px;padding-block:16px}
.msg{background:var(--card);border:1px solid var(--hair);border-radius:20px;border-start-start-radius:5px;padding:12px 16px 14px;margin-inline-end:12px}
.head{display:flex;flex-wrap:wrap;gap:4px 8px;align-items:center}.head .who{flex:1 1 7rem;flex-wrap:nowrap;line-height:1.3}.who>span:last-child,.topic>div{min-inline-size:0}
.nb{white-space:nowrap}
.msg>*+*{margin-block-start:10px}
.who{display:flex;flex-wrap:wrap;align-items:center;gap:2px 8px;font-size:.875rem;color:var(--ink2)}
.who b{color:var(--brand)}
.who .dot{display:grid;place-items:center;flex:none;inline-size:30px;block-size:30px;border-radius:50%;background:var(--soft);color:var(--brand)}
.who .i{inline-size:18px;block-size:18px}
.person{background:var(--humansoft);border-color:var(--human)}
.person .who b{color:var(--humanink)}
.person .who .dot,.face{background:var(--human);color:var(--onhuman);font-weight:700}
.me{align-self:flex-end;max-inline-size:82%;margin-inline:0;background:var(--brand);border-color:var(--brand);color:var(--onbrand);border-radius:20px;border-end-end-radius:5px}
.me .who{color:inherit}
.note{align-self:center;text-align:center;font-size:.875rem;color:var(--ink2);padding-inline:8px}
.topic{display:flex;flex-wrap:wrap;align-items:center;gap:12px}
.topic>:is(h1,h2,div,p){flex:1 1 8rem;min-inline-size:0}
.topic>.ic,.ic{display:grid;place-items:center;flex:none;inline-size:46px;block-size:46px;border-radius:14px;background:var(--soft);color:var(--brand)}
.ic .i{inline-size:26px;block-size:26px}
.mt{border-block-start:2px dashed var(--mt);padding-block-start:8px;font-size:.875rem;color:var(--mt)}
.mt summary,.term summary{list-style:none}
summary::-webkit-details-marker{display:none}
summary{display:flex;align-items:center;gap:8px;min-block-size:48px;cursor:pointer;font-weight:600}
.mt p{background:var(--mtsoft);color:var(--ink);border-radius:12px;padding:10px 12px}
.terms{display:flex;flex-wrap:wrap;gap:8px}
.term{border:2px dotted var(--line);border-radius:14px;max-inline-size:100%}
.term summary{justify-content:space-between;padding-block:4px;padding-inline:10px 8px;gap:6px;font-weight:400;line-height:1.3}
.term summary bdi{font-weight:700;font-size:.9375rem;display:block}
bdi,h1,h2,h3,.btn,.tile,.when{overflow-wrap:anywhere}
.term[open]{flex-basis:100%;border-style:solid;border-color:var(--brand)}
.term p{padding:0 12px 12px}
.foot{display:flex;flex-wrap:wrap;align-items:center;gap:4px 12px;border-block-start:1px solid var(--hair);padding-block-start:8px}
.foot .small{flex:1 1 10rem}
.beside{display:flex;flex-wrap:wrap;gap:0 16px;flex:1 1 100%}.beside a{display:inline-flex;align-items:center;min-block-size:48px;font-size:.875rem}
.check{position:relative;align-items:center;min-block-size:48px}.check input{position:absolute;inset:0;inline-size:100%;block-size:100%;margin:0;opacity:0;cursor:pointer}.tick{display:grid;place-items:center;flex:none;inline-size:1.7rem;block-size:1.7rem;border:2.5px solid var(--ink);border-radius:6px}input:checked+.tick::after{content:"";inline-size:.5rem;block-size:1rem;border:solid var(--brand);border-width:0 4px 4px 0;transform:rotate(45deg) translate(-1px,-2px)}input:focus-visible+.tick{outline:3px solid var(--focus);outline-offset:3px}.card>summary{flex-wrap:wrap}.card>form{margin-block-start:12px}.link{text-decoration:underline;color:var(--brand)}
.choices{display:grid;gap:10px}
.choices .btn{justify-content:flex-start;text-align:start;min-block-size:60px;padding:8px 14px;color:var(--ink);inline-size:100%}
.choices .btn .i:first-child{color:var(--brand);inline-size:28px;block-size:28px}
.choices .btn .flip{margin-inline-start:auto;color:var(--brand)}
legend{padding:0;font-weight:700;font-size:1.1rem;margin-block-end:10px}
/* dock */
.dock{position:sticky;inset-block-end:0;z-index:4;background:var(--card);border-block-start:1px solid var(--hair);padding-block:8px}
.row{display:flex;flex-wrap:wrap;gap:8px;align-items:stretch}
.row>.grow{flex:1 1 9rem;min-inline-size:0}
.say{display:flex;flex-wrap:wrap;gap:6px 8px}.say p{flex:1 0 100%}.say input{flex:1 1 8rem;inline-size:auto}.say label{flex:1 0 100%;font-weight:600}
input[type=text],textarea,select{flex:1;min-inline-size:0;inline-size:100%;min-block-size:48px;padding:10px 14px;border:2px solid var(--line);border-radius:14px;background:var(--bg);color:var(--ink);font:inherit}
::placeholder{color:var(--ink2);opacity:1}
.dock .small{margin-block-start:4px;line-height:1.35}
@media (max-height:32rem){.dock,.bar{position:static}}
/* cards, lists */
.card{background:var(--card);border:1px solid var(--hair);border-radius:20px;padding:16px}
.facts{display:grid;gap:10px}
.facts li{display:flex;gap:12px;align-items:center}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(9rem,100%),1fr));gap:10px}
.tile{display:flex;align-items:center;gap:8px;min-block-size:58px;padding:6px 14px;border:2px solid var(--line);border-radius:14px;background:var(--card);color:var(--ink);font-weight:600;text-decoration:none;line-height:1.3}
.tile.first{grid-column:1/-1;min-block-size:72px;background:var(--brand);border-color:var(--brand);color:var(--onbrand);font-size:1.25rem}
.tile.first small{display:block;font-size:.875rem;font-weight:400}
.tile.first .i{margin-inline-start:auto}
.tile.ear{border-style:dashed;border-color:var(--brand);color:var(--brand)}
.links{display:flex;flex-wrap:wrap;gap:0 14px;padding-block:8px}
.links a{display:inline-flex;align-items:center;justify-content:center;min-block-size:48px;min-inline-size:48px;font-size:.875rem;color:var(--ink2)}
/* time line */
.steps{position:relative;display:grid;gap:14px}
.steps>li{display:flex;flex-wrap:wrap;gap:6px 12px}.steps>li>div{flex:1 1 10.5rem;min-inline-size:0}
.when{flex:0 0 4.9rem;align-self:start;text-align:center;border-radius:14px;background:var(--brand);color:var(--onbrand);padding:8px 2px;font-size:.875rem;line-height:1.25}
.when b{display:block;font-size:1.08rem}
.when.open{background:none;color:var(--ink);box-shadow:inset 0 0 0 2px var(--line)}
.pic{inline-size:100%;block-size:auto;display:block}
/* person, consent */
.face{display:grid;place-items:center;flex:none;inline-size:72px;block-size:72px;border-radius:50%;font-size:1.7rem}
.here{display:inline-flex;align-items:center;gap:8px;font-weight:600}
.here::before{content:"";inline-size:12px;block-size:12px;border-radius:50%;background:var(--brand)}
.slip{border:2px dashed var(--line);border-radius:14px;padding:12px 14px;background:var(--bg)}
.slip dl>div{display:flex;flex-wrap:wrap;gap:0 10px;padding-block:6px;border-block-end:1px solid var(--hair)}
.slip dt{flex:0 0 4.6rem;color:var(--ink2);font-size:.9rem}.slip dd{flex:1 1 7rem;font-weight:600}
.ask{display:grid;gap:10px;border-block-start:1px solid var(--hair);padding-block:14px}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(7rem,100%),1fr));gap:10px}
.opt{position:relative;display:flex}
.opt input{position:absolute;inset:0;inline-size:100%;block-size:100%;margin:0;opacity:0;cursor:pointer}
.opt span{flex:1;display:flex;align-items:center;justify-content:center;gap:8px;min-block-size:52px;padding:6px 10px;border:2px solid var(--line);border-radius:14px;font-weight:600;line-height:1.25;text-align:center}
.opt span::before{content:"";flex:none;inline-size:20px;block-size:20px;border:2px solid var(--line);border-radius:50%}
.opt :checked+span{border-color:var(--brand);background:var(--soft);box-shadow:inset 0 0 0 1px var(--brand)}
.opt :checked+span::before{border:6px solid var(--brand)}
.opt :focus-visible+span{outline:3px solid var(--focus);outline-offset:3px}
@media (prefers-reduced-motion:no-preference){.msg:last-of-type{animation:in .25s ease-out}@keyframes in{from{opacity:0;transform:translateY(6px)}}}
@media (forced-colors:active){.way .done,.way .now{border-color:Highlight}.btn,.tile,.leave,.msg{border:2px solid ButtonText}}
@media (min-width:60rem){.wrap{max-inline-size:42rem}}
@media (max-width:15rem){body{overflow-wrap:anywhere}.pair{grid-template-columns:1fr}.wrap{padding-inline:10px}.foot .small,.slip dt{flex-basis:100%}.say{flex-wrap:wrap}}
@media print{.bar,.dock,.skip{display:none}}
/* not in the mocks */
@media (max-width:24rem){.bar .wrap{gap:2px}.bar .tool{padding-inline:4px}.bar .leave{padding-inline:8px;gap:5px}.bar .tool,.bar .leave{font-size:.9rem}}
.dock .row .btn{flex:1 1 0;flex-direction:column;gap:2px;padding:5px 6px;font-size:.875rem;line-height:1.2;text-align:center;overflow-wrap:break-word}
.dock .row{flex-wrap:nowrap}
.dock .row>.grow{flex:1.3 1 0}
@media (max-width:15rem){.dock .row{flex-wrap:wrap}}
button{font:inherit}
.pad{padding-block:16px}
.line{display:block}
.call{justify-content:flex-start;background:var(--card);border-color:var(--line);color:var(--ink);text-align:start}
.call.now{background:var(--alertsoft);border-color:var(--alert)}
.call b{display:block;font-size:1.15rem}
.calls{display:grid;gap:10px}
.alert{color:var(--alert);font-weight:600}
.week{border-inline-start:5px solid var(--brand);padding-inline-start:10px}
.warn{border:2px solid var(--line);border-radius:14px;padding:10px 14px;font-weight:600}
.draft{font-size:.875rem;color:var(--ink2)}
.tile.human{border-color:var(--human)}
form.inline{display:contents}
.tiles button.tile{text-align:start}
.say textarea{flex:1 1 100%;min-block-size:6rem}
.text>*+*{margin-block-start:10px}
.text h2{margin-block-start:20px}
.dock .here{flex:1 1 100%;font-size:.875rem}
.status{font-size:.875rem;color:var(--ink2)}
.status:empty{display:none}
.idle .card{align-items:center;border-color:var(--line);margin-block:14px}
.idle [hidden]{display:none}
.code{font-size:1.15rem;letter-spacing:.04em}
[aria-busy=true]{opacity:.75}
.speaking{background:var(--soft)}
`;

/** One inline block on every page; without comments and needless blanks. */
export const STYLE = SHEET.replace(/\/\*.*?\*\//gs, '')
  .replace(/\s*\n\s*/g, '')
  .trim();
