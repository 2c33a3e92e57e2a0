// Colours as a mixture of a few Gaussians: how likely a colour is inside, how likely outside.
type Gaussian = { readonly weight: number; readonly mean: readonly number[]; readonly inverse: readonly number[]; readonly scale: number };

const MOST_PARTS = 5;
const ROUNDS = 6;
/** Keeps a mixture of one colour from becoming infinitely sure. */
const LEAST_SPREAD = 4;

export class Mixture {
  private constructor(private readonly parts: readonly Gaussian[]) {}

  /** Of the pixels `which` names, RGBA in `data`. Always the same for the same pixels. */
  static of(data: Uint8ClampedArray, which: readonly number[]): Mixture {
    if (which.length === 0) return new Mixture([]);
    const centres = seeds(data, which);
    const label = new Uint8Array(which.length);
    for (let round = 0; round < ROUNDS; round += 1) {
      const sums = centres.map(() => [0, 0, 0, 0]);
      which.forEach((at, index) => {
        let [best, least] = [0, Infinity];
        centres.forEach((centre, number) => {
          const far = apart(data, at, centre);
          if (far < least) [best, least] = [number, far];
        });
        label[index] = best;
        const sum = sums[best] as number[];
        for (let part = 0; part < 3; part += 1) sum[part] = (sum[part] as number) + (data[at * 4 + part] as number);
        sum[3] = (sum[3] as number) + 1;
      });
      sums.forEach((sum, number) => {
        const many = sum[3] as number;
        if (many > 0) centres[number] = [0, 1, 2].map((part) => (sum[part] as number) / many);
      });
    }
    return new Mixture(centres.flatMap((mean, number) => gaussian(data, which.filter((_, index) => label[index] === number), mean, which.length) ?? []));
  }

  /** Minus the logarithm of how likely the pixel's colour is. */
  unlikely(data: Uint8ClampedArray, at: number): number {
    let sum = 0;
    const [red, green, blue] = [data[at * 4] as number, data[at * 4 + 1] as number, data[at * 4 + 2] as number];
    for (const { weight, mean, inverse: m, scale } of this.parts) {
      const [x, y, z] = [red - (mean[0] as number), green - (mean[1] as number), blue - (mean[2] as number)];
      const far = x * x * (m[0] as number) + y * y * (m[3] as number) + z * z * (m[5] as number) + 2 * (x * y * (m[1] as number) + x * z * (m[2] as number) + y * z * (m[4] as number));
      sum += weight * scale * Math.exp(-0.5 * far);
    }
    return -Math.log(Math.max(sum, 1e-30));
  }
}

const apart = (data: Uint8ClampedArray, at: number, centre: readonly number[]): number => {
  let far = 0;
  for (let part = 0; part < 3; part += 1) far += ((data[at * 4 + part] as number) - (centre[part] as number)) ** 2;
  return far;
};

/** The first near the mean, then always the colour that is farthest from all taken ones. */
function seeds(data: Uint8ClampedArray, which: readonly number[]): number[][] {
  const step = Math.max(1, Math.floor(which.length / 2000));
  const sample = which.filter((_, index) => index % step === 0);
  const colour = (at: number) => [0, 1, 2].map((part) => data[at * 4 + part] as number);
  const mean = [0, 1, 2].map((part) => sample.reduce((sum, at) => sum + (data[at * 4 + part] as number), 0) / sample.length);
  const taken = [mean];
  while (taken.length < MOST_PARTS) {
    let [best, most] = [-1, 3 * LEAST_SPREAD];
    for (const at of sample) {
      const far = Math.min(...taken.map((one) => apart(data, at, one)));
      if (far > most) [best, most] = [at, far];
    }
    if (best < 0) break;
    taken.push(colour(best));
  }
  return taken;
}

function gaussian(data: Uint8ClampedArray, which: readonly number[], mean: readonly number[], all: number): Gaussian | null {
  if (which.length === 0) return null;
  const c = [0, 0, 0, 0, 0, 0];
  for (const at of which) {
    const d = [0, 1, 2].map((part) => (data[at * 4 + part] as number) - (mean[part] as number)) as [number, number, number];
    [d[0] * d[0], d[0] * d[1], d[0] * d[2], d[1] * d[1], d[1] * d[2], d[2] * d[2]].forEach((value, index) => {
      c[index] = (c[index] as number) + value;
    });
  }
  const [xx, xy, xz, yy, yz, zz] = c.map((value, index) => value / which.length + ([0, 3, 5].includes(index) ? LEAST_SPREAD : 0)) as [number, number, number, number, number, number];
  const determinant = xx * (yy * zz - yz * yz) - xy * (xy * zz - yz * xz) + xz * (xy * yz - yy * xz);
  const inverse = [yy * zz - yz * yz, xz * yz - xy * zz, xy * yz - xz * yy, xx * zz - xz * xz, xy * xz - xx * yz, xx * yy - xy * xy].map((one) => one / determinant);
  return { weight: which.length / all, mean, inverse, scale: 1 / Math.sqrt(determinant * (2 * Math.PI) ** 3) };
}
