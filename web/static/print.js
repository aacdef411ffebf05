// The print button; without scripts it is not shown, and the browser has its own.
document.getElementById("print")?.addEventListener("click", () => window.print());
