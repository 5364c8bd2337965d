/** Hand-written types of the part of simjs 2.0.3 that capsim uses; the package has none. Times are in seconds here. */

/** What the queue holds: anything with a due time that can be delivered or be found cancelled. */
export interface SimjsRequest {
  deliverAt: number;
  cancelled: boolean;
  deliver(): void;
  cancel(): unknown;
  done(callback: (...args: never[]) => void, context?: object, argument?: unknown): SimjsRequest;
  waitUntil(
    delay: number,
    callback?: (...args: never[]) => void,
    context?: object,
    argument?: unknown,
  ): SimjsRequest;
  unlessEvent(event: SimjsEvent | readonly SimjsEvent[], callback?: (...args: never[]) => void): SimjsRequest;
  setData(data: unknown): SimjsRequest;
}

/** The seam: simjs asks its queue for these two and nothing else. */
export interface SimjsQueue {
  insert(request: SimjsRequest): void;
  remove(): SimjsRequest | null;
}

export interface SimjsSim {
  simTime: number;
  queue: SimjsQueue;
  entities: SimjsEntity[];
  time(): number;
  addEntity<E extends SimjsEntity, A extends readonly unknown[]>(
    entityClass: new (sim: SimjsSim, name?: string) => E & { start(...args: A): void },
    name?: string,
    ...args: A
  ): E;
  simulate(endTime: number, maxEvents?: number): boolean;
  step(): boolean;
  finalize(): void;
  setLogger(logger: (line: string) => void): void;
  log(message: string, entity?: SimjsEntity): void;
}

export interface SimjsEntity {
  readonly sim: SimjsSim;
  readonly id: number;
  readonly name: string;
  time(): number;
  setTimer(duration: number): SimjsRequest;
  waitEvent(event: SimjsEvent): SimjsRequest;
  queueEvent(event: SimjsEvent): SimjsRequest;
  useFacility(facility: SimjsFacility, duration: number): SimjsRequest;
  send(message: unknown, delay: number, entities?: SimjsEntity | readonly SimjsEntity[]): void;
  log(message: string): void;
}

export interface SimjsEvent {
  fire(keepFired?: boolean): void;
  clear(): void;
}

export interface SimjsFacility {
  usage(): number;
}

export interface SimjsRandom {
  random(): number;
  exponential(lambda: number): number;
  genrandInt32(): number;
}

export interface SimjsLibrary {
  readonly Sim: new () => SimjsSim;
  readonly Entity: new (sim: SimjsSim, name?: string) => SimjsEntity;
  readonly Event: new (name?: string) => SimjsEvent;
  readonly Facility: (new (
    name: string,
    discipline?: number,
    servers?: number,
    maxQueue?: number,
  ) => SimjsFacility) & {
    readonly FCFS: number;
  };
  readonly Random: new (seed: number) => SimjsRandom;
}
