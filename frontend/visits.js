// Follows a link within the site by putting the next page in the place of this one: the browser keeps the document, its scripts and its style sheet, which is
// most of what a page costs it. Whatever is not plainly such a page (a file, a refusal, a page of another style sheet) is left to the browser.
// Tells `page:shown` when the next page stands. Without this script every link works as links do.
const HERE = () => location.pathname + location.search;
const SLOW = 250; // ms until the page says that it waits
let shown = HERE();
let asking = null;

function isPage(address) {
  return (
    address.origin === location.origin &&
    /^\/(zh|en)\//.test(address.pathname) &&
    /\/[^/.]*(\.html)?$/.test(address.pathname) &&
    !address.searchParams.has("format")
  );
}

const sheets = (page) => [...page.querySelectorAll("link[rel=stylesheet], style")].map((each) => each.getAttribute("href")).join();

async function found(address, signal) {
  const answer = await fetch(address, { headers: { Accept: "text/html" }, signal });
  if (!answer.ok || !answer.headers.get("Content-Type")?.startsWith("text/html")) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return sheets(page) === sheets(document) ? { page, address: new URL(answer.url) } : null;
}

async function visit(address, { back = false, top = 0 } = {}) {
  asking?.abort();
  const mine = (asking = new AbortController());
  const waiting = setTimeout(() => document.documentElement.setAttribute("aria-busy", "true"), SLOW);
  try {
    const next = await found(address, mine.signal);
    if (mine.signal.aborted) return;
    if (next) {
      if (!back) turn(next.address, address.hash);
      put(next.page, address.hash, top);
    } else if (back) location.reload();
    else location.assign(address);
  } catch (error) {
    if (!mine.signal.aborted) location.assign(address);
  } finally {
    clearTimeout(waiting);
    if (asking === mine) document.documentElement.removeAttribute("aria-busy");
  }
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

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("a[href]");
  if (!link || link.target || link.hasAttribute("download")) return;
  const address = new URL(link.getAttribute("href"), document.baseURI);
  const within = address.hash && address.pathname + address.search === HERE();
  if (within || !isPage(address)) return;
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
