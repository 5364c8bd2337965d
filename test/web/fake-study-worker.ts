// A worker of a study that a test speaks for.
import type { FromStudyWorker, ToStudyWorker } from "../../web/worker/study-protocol.ts";

export class FakeWorker extends EventTarget {
  readonly heard: ToStudyWorker[] = [];
  ended = false;
  postMessage(message: ToStudyWorker): void {
    this.heard.push(message);
  }
  terminate(): void {
    this.ended = true;
  }
  say(data: FromStudyWorker): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }
  take(): ToStudyWorker[] {
    return this.heard.splice(0);
  }
}
