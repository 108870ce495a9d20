export const STYLE = `
:root { color-scheme: light dark; --bg: #f6f6f4; --card: #fff; --ink: #1d1d1f; --soft: #6a6a70; --line: #e3e3e0;
  --link: #0b57d0; --good: #14713d; --wait: #8a5a00; --bad: #b3261e; --calm: #4a5568 }
@media (prefers-color-scheme: dark) { :root { --bg: #161618; --card: #202023; --ink: #f0f0f2; --soft: #a3a3aa;
  --line: #35353a; --link: #8ab4f8; --good: #6dd498; --wait: #f0c060; --bad: #ff8a80; --calm: #b7c0cf } }
* { box-sizing: border-box }
body { margin: 0; background: var(--bg); color: var(--ink); font: 15px/1.45 system-ui, sans-serif }
.wrap { max-width: 70rem; margin: 0 auto; padding: 1rem }
h1 { font-size: 1.35rem; margin: 0 } h2 { font-size: 1rem; margin: 2rem 0 .5rem }
p { margin: .25rem 0; color: var(--soft) }
a { color: var(--link) }
.top { display: flex; flex-wrap: wrap; gap: .5rem 2rem; justify-content: space-between; align-items: flex-start }
.top > div { flex: 1 1 20rem } .top aside { font-size: .9rem }
nav { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0 }
nav a { padding: .5rem .9rem; border: 1px solid var(--line); border-radius: 99px; background: var(--card);
  text-decoration: none; color: var(--ink) }
nav a[aria-current] { border-color: var(--link); color: var(--link); font-weight: 600 }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .5rem; margin-bottom: 1rem }
.figures div, article { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .7rem .9rem }
.figures b { display: block; font-size: 1.4rem }
article { margin-bottom: .6rem }
article header { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline }
article header b { overflow-wrap: anywhere }
article header .total { margin-left: auto; font-variant-numeric: tabular-nums }
.tag { padding: .05rem .55rem; border-radius: 99px; border: 1px solid currentColor; font-size: .8rem; white-space: nowrap }
.ready, .to_accept { color: var(--wait) } .shipped, .delivered, .good { color: var(--good) }
.canceled, .refused, .cancel_requested, .bad { color: var(--bad) } .checking, .accepted, .other { color: var(--calm) }
small, .soft { color: var(--soft) }
ul { list-style: none; margin: .4rem 0 0; padding: 0 } li { padding: .15rem 0; overflow-wrap: anywhere }
ul.got { border-top: 1px dashed var(--line); margin-top: .5rem; padding-top: .35rem }
code { font: .85em ui-monospace, monospace; overflow-wrap: anywhere }
.calls { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .4rem .9rem }
button { font: inherit; font-size: .85rem; padding: .15rem .6rem; border: 1px solid var(--line); border-radius: .4rem;
  background: var(--bg); color: var(--ink); cursor: pointer }
.empty { padding: 3rem 1rem; text-align: center }
`
