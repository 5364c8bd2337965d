/** Numbers of the handlers of a run, and the order of classes at one instant. */
export const HANDLER = {
  agenda: 0,
  hour: 1,
  candidate: 2,
  hostMended: 3,
  lemon: 4,
  burnedIn: 5,
  retire: 6,
  phase: 7,
  finish: 8,
  software: 9,
  arrival: 10,
  nextRun: 11,
  switched: 12,
  refreshReview: 13,
  refreshSwap: 14,
  refreshArrive: 15,
  retrofitted: 16,
  round: 17,
  visit: 18,
  siteFails: 19,
  siteBack: 20,
  repair: 21,
  age: 22,
  usMended: 23,
  rejoin: 24,
  interruption: 25,
  corruption: 26,
} as const;

/** At one instant: what the calendar brings, then service, then jobs, failures and repairs, arrivals and the hour. */
export const CLASS = { agenda: 0, fleet: 1, jobs: 2, failure: 3, arrival: 4, hour: 5 } as const;
