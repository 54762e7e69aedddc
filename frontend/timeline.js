// The month slider of the light matrix: paints the lights of the chosen month, and keeps the month in the address, so that a link shows the same.
function painted(month, place) {
  const last = place === months.length - 1;
  for (const dot of dots) {
    const light = legend[dot.lights[place]];
    if (dot.shown === light.colour) continue;
    dot.link.className = `lit-${light.colour} ${dot.size}`;
    dot.cell.className = `${dot.kept} in-${light.colour}`;
    dot.shown = light.colour;
  }
  clearTimeout(telling);
  telling = setTimeout(() => told(month, place), REST);
  board.toggleAttribute("data-past", !last);
  for (const part of ofMonth) part.hidden = month !== served;
  for (const each of tallies) {
    if (each.dataset.month !== month) each.removeAttribute("aria-current");
    else {
      each.setAttribute("aria-current", "true");
      shownMonth.value = each.getAttribute("aria-label");
      slider.setAttribute("aria-valuetext", shownMonth.value);
    }
  }
}

// Words follow when the slider rests: whoever moves it stands on the slider, not on a dot.
function told(month, place) {
  for (const dot of dots) {
    const light = legend[dot.lights[place]];
    const words = month === served ? dot.words : `${dot.name}${timeline.colon}${month}${timeline.comma}${light.word}`;
    dot.link.setAttribute("aria-label", words);
  }
}

function keep(month, place) {
  const address = new URL(location.href);
  if (place === months.length - 1) address.searchParams.delete("month");
  else address.searchParams.set("month", month);
  history.replaceState(null, "", address);
  for (const link of document.querySelectorAll("a[data-keeps-month]")) {
    const other = new URL(link.href, location.href);
    if (place === months.length - 1) other.searchParams.delete("month");
    else other.searchParams.set("month", month);
    link.href = other.href;
  }
}

function read(cell) {
  const link = cell.querySelector("a");
  return {
    cell,
    link,
    size: link.className.split(" ")[1],
    lights: cell.dataset.lights,
    kept: cell.classList.contains("all") ? "all" : "",
    name: link.getAttribute("aria-label").split(timeline.colon)[0],
    words: link.getAttribute("aria-label"),
    shown: null,
  };
}

const REST = 120; // ms
// What the server wrote of one month only (counts, the worst cells) is hidden while another is shown.
let board, telling, timeline, months, legend, dots, slider, shownMonth, tallies, ofMonth, served;

function begin() {
  clearTimeout(telling);
  // What a dot says to a screen reader it also shows under the pointer.
  document.querySelector(".matrix")?.addEventListener("pointerover", (event) => {
    const link = event.target.closest("a[aria-label]");
    if (link) link.title = link.ariaLabel;
  });
  board = document.querySelector("[data-timeline]");
  if (!board) return;
  timeline = JSON.parse(board.querySelector("script[type='application/json']").textContent);
  ({ months, legend } = timeline);
  dots = [...document.querySelectorAll("td[data-lights]")].map(read);
  tallies = [...board.querySelectorAll("[data-month]")];
  const control = board.querySelector("template").content.cloneNode(true);
  board.querySelector(".slide").replaceChildren(control);
  ofMonth = [...document.querySelectorAll("[data-of-month]")];
  slider = board.querySelector("input[type=range]");
  shownMonth = board.querySelector("output");
  served = months[slider.valueAsNumber];
  shownMonth.value = board.querySelector("[data-month][aria-current]").getAttribute("aria-label");
  slider.addEventListener("input", () => painted(months[slider.valueAsNumber], slider.valueAsNumber));
  slider.addEventListener("change", () => keep(months[slider.valueAsNumber], slider.valueAsNumber));
  for (const each of tallies) {
    each.addEventListener("click", (event) => {
      event.preventDefault();
      slider.value = months.indexOf(each.dataset.month);
      painted(each.dataset.month, slider.valueAsNumber);
      keep(each.dataset.month, slider.valueAsNumber);
    });
  }
}

document.addEventListener("page:shown", begin);
begin();
