// The month slider of the light matrix: paints the lights of the chosen month, and keeps the month in the address, so that a link shows the same.
const board = document.querySelector("[data-timeline]");

function painted(month, place) {
  const last = place === months.length - 1;
  for (const dot of dots) {
    const light = legend[dot.lights[place]];
    if (dot.shown === light.colour && !dot.told) continue;
    dot.use.setAttribute("href", `#light-${light.colour}`);
    dot.cell.className = `${dot.kept} in-${light.colour}`;
    dot.shown = light.colour;
    const words = last ? dot.words : `${dot.name}${timeline.colon}${month}${timeline.comma}${light.word}`;
    dot.told = words !== dot.words;
    dot.link.setAttribute("aria-label", words);
    dot.link.setAttribute("title", words);
  }
  board.toggleAttribute("data-past", !last);
  shownMonth.value = month;
  slider.setAttribute("aria-valuetext", month);
  for (const each of tallies) each.toggleAttribute("aria-current", each.dataset.month === month);
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
    use: cell.querySelector("use"),
    lights: cell.dataset.lights,
    kept: cell.classList.contains("all") ? "all" : "",
    name: cell.dataset.name,
    words: cell.dataset.words ?? link.getAttribute("aria-label"),
    shown: null,
    told: true,
  };
}

let timeline, months, legend, dots, slider, shownMonth, tallies;

if (board) {
  timeline = JSON.parse(board.querySelector("script[type='application/json']").textContent);
  ({ months, legend } = timeline);
  dots = [...document.querySelectorAll("td[data-lights]")].map(read);
  tallies = [...board.querySelectorAll("[data-month]")];
  const control = board.querySelector("template").content.cloneNode(true);
  board.querySelector(".slide").replaceChildren(control);
  slider = board.querySelector("input[type=range]");
  shownMonth = board.querySelector("output");
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
