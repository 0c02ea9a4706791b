// Unpacks what the page carries packed (``text.packed``), and runs the page's own script, which is packed too.

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%/()*+-;,=.?@^_`{|}~";

// Bytes of base 85: four for five digits, the last group filled up.
function bytesOf(text) {
  const values = new Uint8Array(128);
  for (let value = 0; value < DIGITS.length; value++) values[DIGITS.charCodeAt(value)] = value;
  const groups = Math.ceil(text.length / 5);
  const view = new DataView(new ArrayBuffer(groups * 4));
  for (let group = 0; group < groups; group++) {
    let number = 0;
    for (let at = group * 5; at < group * 5 + 5; at++) {
      number = number * 85 + (at < text.length ? values[text.charCodeAt(at)] : 84);
    }
    view.setUint32(group * 4, number);
  }
  return new Uint8Array(view.buffer, 0, groups * 4 - (groups * 5 - text.length));
}

async function unpack(id) {
  const bytes = bytesOf(document.getElementById(id).textContent.trim());
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}

async function runPacked(id) {
  const script = document.createElement("script");
  script.textContent = await unpack(id);
  document.head.append(script);
}

runPacked("page").catch((error) => {
  document.getElementById("failure").hidden = false;
  throw error;
});
