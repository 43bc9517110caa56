/** Rows of one height that are to be seen, and some beside them, so that a scroll finds them there already. */
export interface Seen {
  first: number;
  /** Behind the last one. */
  end: number;
}

const BESIDE = 12;
/** Rows come and go by so many at a time, so that not every pixel makes the table anew. */
const STEP = 4;

export function rowsInView(scrolled: number, height: number, row: number, rows: number): Seen {
  const first = Math.floor(Math.max(0, scrolled) / row / STEP) * STEP;
  const shown = Math.ceil(height / row) + STEP;
  return { first: Math.min(Math.max(0, first - BESIDE), rows), end: Math.min(rows, first + shown + BESIDE) };
}

/** How far to scroll so that a row is to be seen, below a head of that height. */
export function scrollTo(index: number, scrolled: number, height: number, row: number, head: number): number {
  const top = index * row;
  if (top < scrolled) {
    return top;
  }
  const bottom = top + row + head - height;
  return bottom > scrolled ? bottom : scrolled;
}
