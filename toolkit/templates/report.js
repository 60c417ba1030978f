"use strict";
(() => {
  const box = document.getElementById("show-code");
  if (box) {
    box.closest("p").hidden = false;
    box.checked = false;
    box.addEventListener("change", () => {
      for (const code of document.querySelectorAll("details.code")) code.open = box.checked;
    });
  }

  const key = (row, column) => {
    const cell = row.cells[column];
    if (cell.classList.contains("missing")) return null;
    return "value" in cell.dataset ? Number(cell.dataset.value) : cell.textContent;
  };
  const compare = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b, document.documentElement.lang));
  const sort = (head, column) => {
    const table = head.closest("table");
    const falling = head.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", falling ? "descending" : "ascending");
    const body = table.tBodies[0];
    const keyed = Array.from(body.rows, (row) => [key(row, column), row]);
    const present = keyed.filter(([value]) => value !== null).sort((a, b) => (falling ? -1 : 1) * compare(a[0], b[0]));
    const missing = keyed.filter(([value]) => value === null);
    body.append(...[...present, ...missing].map(([, row]) => row));
  };
  for (const table of document.querySelectorAll("table.report-table")) {
    Array.from(table.tHead.rows[0].cells).forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.replaceChildren(button);
      button.addEventListener("click", () => sort(head, column));
    });
  }
  for (const scroll of document.querySelectorAll(".html-output")) {
    const caption = scroll.querySelector("caption");
    if (scroll.scrollWidth > scroll.clientWidth && caption) {
      scroll.tabIndex = 0;
      scroll.setAttribute("role", "region");
      scroll.setAttribute("aria-label", caption.textContent);
      scroll.classList.add("goes-on");
    }
  }
})();
