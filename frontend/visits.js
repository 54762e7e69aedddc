// Follows a link within the site by putting the next page in the place of this one: the browser keeps the document, its scripts and its style sheet, which is
// most of what a page costs it. Whatever is not plainly such a page (a file, a refusal, a page of another style sheet) is left to the browser.
// Tells `page:shown` when the next page stands. Without this script every link works as links do.
const HERE = () => location.pathname + location.search;
const SLOW = 250; // ms until the page says that it waits
const PRESSED = 1000; // ms for which an answer asked for by a press is used
let shown = HERE();
let latest = null; // the question of which the answer is shown, all before it are given up
let ahead = null; // a question asked as its link was pressed

function isPage(address) {
  return (
    address.origin === location.origin &&
    /^\/(zh|en)\//.test(address.pathname) &&
    /\/[^/.]*(\.html)?$/.test(address.pathname) &&
    !address.searchParams.has("format")
  );
}

const sheets = (page) => [...page.querySelectorAll("link[rel=stylesheet], style")].map((each) => each.getAttribute("href")).join();

function asked(address) {
  const stop = new AbortController();
  const answer = fetch(address, { headers: { Accept: "text/html" }, signal: stop.signal }).catch(() => null);
  return { href: address.href, at: performance.now(), stop, answer };
}

// What stands at an address, if it is a page like this one; null where the browser should see to it itself.
async function found(question) {
  const answer = await question.answer;
  if (!answer?.ok || !answer.headers.get("Content-Type")?.startsWith("text/html")) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return sheets(page) === sheets(document) ? { page, address: new URL(answer.url) } : null;
}

async function visit(address, { back = false, top = 0 } = {}) {
  latest?.stop.abort();
  const pressed = ahead?.href === address.href && performance.now() - ahead.at < PRESSED;
  const question = pressed ? ahead : asked(address);
  latest = question;
  ahead = null;
  const waiting = setTimeout(() => document.documentElement.setAttribute("aria-busy", "true"), SLOW);
  const next = await found(question).catch(() => null);
  clearTimeout(waiting);
  if (latest !== question) return;
  latest = null;
  document.documentElement.removeAttribute("aria-busy");
  if (next) {
    if (!back) turn(next.address, address.hash);
    put(next.page, address.hash, top);
  } else if (back) location.reload();
  else location.assign(address);
}

function turn(address, hash) {
  history.replaceState({ ...history.state, top: scrollY }, "");
  history.pushState({}, "", address.pathname + address.search + hash);
}

function put(page, hash, top) {
  shown = HERE();
  document.title = page.title;
  document.documentElement.lang = page.documentElement.lang;
  const there = new Set([...document.scripts].map((script) => script.src));
  const missing = [...page.head.querySelectorAll("script[src]")].filter((script) => !there.has(script.src));
  document.body.replaceWith(document.adoptNode(page.body));
  const aim = hash ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
  if (aim) aim.scrollIntoView();
  else scrollTo(0, top);
  const main = document.getElementById("content");
  if (main) {
    main.tabIndex = -1;
    main.focus({ preventScroll: true });
  }
  window.htmx?.process(document.body);
  document.dispatchEvent(new Event("page:shown"));
  for (const script of missing) {
    const own = document.createElement("script");
    own.src = script.src;
    document.head.append(own);
  }
}

function aimed(event) {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target.closest("a[href]");
  if (!link || link.target || link.hasAttribute("download")) return null;
  const address = new URL(link.getAttribute("href"), document.baseURI);
  const within = address.hash && address.pathname + address.search === HERE();
  return within || !isPage(address) ? null : address;
}

// Between the press and the click there are some 80 ms, most of what the server needs.
document.addEventListener("pointerdown", (event) => {
  const address = aimed(event);
  if (address) ahead = asked(address);
});

document.addEventListener("click", (event) => {
  const address = aimed(event);
  if (!address) return;
  event.preventDefault();
  visit(address);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "get" || form.target || form.hasAttribute("hx-get")) return;
  const address = new URL(form.getAttribute("action") ?? location.pathname, document.baseURI);
  address.search = new URLSearchParams(new FormData(form, event.submitter));
  if (!isPage(address)) return;
  event.preventDefault();
  visit(address);
});

addEventListener("popstate", (event) => {
  if (event.state?.htmx || HERE() === shown) return;
  visit(new URL(location.href), { back: true, top: event.state?.top ?? 0 });
});
