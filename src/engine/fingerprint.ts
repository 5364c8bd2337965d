/**
 * A 128-bit fingerprint of numbers and texts, by MurmurHash3's x86_128 rounds (Appleby, public domain). Not for
 * secrets: for telling whether two runs gave the same bytes, fast enough to be part of every run.
 */
const C1 = 0x239b961b;
const C2 = 0xab0e9789;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93;
const LITTLE = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

export class Fingerprint {
  private h1 = 0;
  private h2 = 0;
  private h3 = 0;
  private h4 = 0;
  private words = 0;
  private readonly pair = new Float64Array(2);
  private readonly pairWords = new Int32Array(this.pair.buffer);

  /** Bit patterns of all values, as little-endian words whatever the machine. */
  numbers(values: Float64Array): void {
    const words = new Int32Array(values.buffer, values.byteOffset, values.length * 2);
    const even = words.length - (words.length % 4);
    for (let i = 0; i < even; i += 4) {
      const [a, b, c, d] = LITTLE ? [0, 1, 2, 3] : [1, 0, 3, 2];
      this.block(words[i + a] ?? 0, words[i + b] ?? 0, words[i + c] ?? 0, words[i + d] ?? 0);
    }
    if (even < words.length) this.two(values[values.length - 1] ?? 0, 0);
    this.two(values.length, -1);
  }

  two(a: number, b: number): void {
    this.pair[0] = a;
    this.pair[1] = b;
    const w = this.pairWords;
    if (LITTLE) this.block(w[0] ?? 0, w[1] ?? 0, w[2] ?? 0, w[3] ?? 0);
    else this.block(w[1] ?? 0, w[0] ?? 0, w[3] ?? 0, w[2] ?? 0);
  }

  text(text: string): void {
    for (let i = 0; i < text.length; i += 4) {
      this.block(unit(text, i), unit(text, i + 1), unit(text, i + 2), unit(text, i + 3));
    }
    this.two(text.length, -2);
  }

  /** 32 hexadecimal digits. */
  hex(): string {
    let [a, b, c, d] = [
      this.h1 ^ this.words,
      this.h2 ^ this.words,
      this.h3 ^ this.words,
      this.h4 ^ this.words,
    ];
    a = (a + b + c + d) | 0;
    [b, c, d] = [(b + a) | 0, (c + a) | 0, (d + a) | 0];
    [a, b, c, d] = [finish(a), finish(b), finish(c), finish(d)];
    a = (a + b + c + d) | 0;
    [b, c, d] = [(b + a) | 0, (c + a) | 0, (d + a) | 0];
    return [a, b, c, d].map((h) => (h >>> 0).toString(16).padStart(8, "0")).join("");
  }

  private block(k1: number, k2: number, k3: number, k4: number): void {
    this.words += 4;
    this.h1 = (Math.imul((rotate(this.h1 ^ mix(k1, C1, 15, C2), 19) + this.h2) | 0, 5) + 0x561ccd1b) | 0;
    this.h2 = (Math.imul((rotate(this.h2 ^ mix(k2, C2, 16, C3), 17) + this.h3) | 0, 5) + 0x0bcaa747) | 0;
    this.h3 = (Math.imul((rotate(this.h3 ^ mix(k3, C3, 17, C4), 15) + this.h4) | 0, 5) + 0x96cd1c35) | 0;
    this.h4 = (Math.imul((rotate(this.h4 ^ mix(k4, C4, 18, C1), 13) + this.h1) | 0, 5) + 0x32ac3b17) | 0;
  }
}

const unit = (text: string, index: number): number => (index < text.length ? text.charCodeAt(index) : 0);
const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));
const mix = (k: number, first: number, by: number, second: number): number =>
  Math.imul(rotate(Math.imul(k, first), by), second);

function finish(h: number): number {
  let x = h ^ (h >>> 16);
  x = Math.imul(x, 0x85ebca6b);
  x ^= x >>> 13;
  x = Math.imul(x, 0xc2b2ae35);
  return x ^ (x >>> 16);
}
