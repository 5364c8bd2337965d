// Machine repair with spares: n machines are needed, n + S are there, c crews mend one each. The number that is down is a
// birth-death chain; cold spares do not fail, hot ones do.

export function birthDeath(
  needed: number,
  spares: number,
  failRate: number,
  mendRate: number,
  crews: number,
  hot: boolean,
): { readonly allUp: number; readonly meanDown: number } {
  const all = needed + spares;
  const weights = [1];
  for (let down = 0; down < all; down++) {
    const at = hot ? all - down : Math.min(needed, all - down);
    weights.push(((weights[down] ?? 0) * at * failRate) / (Math.min(down + 1, crews) * mendRate));
  }
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const upTo = weights.slice(0, spares + 1).reduce((total, weight) => total + weight, 0);
  return {
    allUp: upTo / sum,
    meanDown: weights.reduce((total, weight, down) => total + weight * down, 0) / sum,
  };
}
