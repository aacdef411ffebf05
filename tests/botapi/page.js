let seen = document.querySelector("main").dataset.state
setInterval(async () => {
  const now = await (await fetch(location.href + "/state")).text()
  if (now !== seen) location.reload()
}, 700)
scrollTo(0, document.body.scrollHeight)
