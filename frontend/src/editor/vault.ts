/**
 * The local safety net: text that has not reached the server, encrypted in the browser.
 *
 * One AES-GCM key per person, made here, not extractable, kept in IndexedDB beside the sealed drafts. Signing out
 * removes everything. All functions work without storage too (private windows): then `available()` is false.
 */

const NAME = "kollega-drafts";

export interface Draft {
  note: string;
  url: string;
  tab: string;
  sequence: number;
  base: number;
  at: string;
  texts: Record<string, string>;
}

interface Sealed extends Omit<Draft, "texts"> {
  id: string;
  person: string;
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("storage"));
  });
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("keys");
    request.result.createObjectStore("drafts", { keyPath: "id" });
  };
  return done(request);
}

async function makeKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

export class Vault {
  private constructor(
    private readonly database: IDBDatabase,
    private readonly key: CryptoKey,
    private readonly person: string,
  ) {
    // Another page that signs out must not wait for this one.
    database.onversionchange = () => database.close();
  }

  /** Null where the browser keeps nothing. */
  static async open(person: string): Promise<Vault | null> {
    try {
      const database = await open();
      const known = await done(database.transaction("keys").objectStore("keys").get(person));
      const key = known instanceof CryptoKey ? known : await Vault.newKey(database, person);
      return new Vault(database, key, person);
    } catch {
      return null;
    }
  }

  private static async newKey(database: IDBDatabase, person: string): Promise<CryptoKey> {
    const made = await makeKey();
    const store = database.transaction("keys", "readwrite").objectStore("keys");
    // Two tabs at once: the first key stays, both use it.
    const known = await done(store.get(person));
    if (known instanceof CryptoKey) return known;
    await done(store.put(made, person));
    return made;
  }

  private id(note: string): string {
    return `${this.person}|${note}`;
  }

  async keep(draft: Draft): Promise<void> {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(draft.texts));
    const bound = new TextEncoder().encode(this.id(draft.note));
    const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound }, this.key, plain);
    const { texts: _, ...facts } = draft;
    const sealed: Sealed = { ...facts, id: this.id(draft.note), person: this.person, iv, data };
    const transaction = this.database.transaction("drafts", "readwrite", { durability: "relaxed" });
    await done(transaction.objectStore("drafts").put(sealed));
  }

  async find(note: string): Promise<Draft | null> {
    const stored = await done(this.database.transaction("drafts").objectStore("drafts").get(this.id(note)));
    return stored ? this.opened(stored as Sealed) : null;
  }

  async all(): Promise<Draft[]> {
    const stored = (await done(this.database.transaction("drafts").objectStore("drafts").getAll())) as Sealed[];
    const own = stored.filter((draft) => draft.person === this.person);
    return (await Promise.all(own.map((draft) => this.opened(draft)))).filter((draft) => draft !== null);
  }

  /** The server has this sending or a later one of the same tab: only what is newer stays. */
  async forget(note: string, tab: string, sequence: number): Promise<void> {
    const store = this.database.transaction("drafts", "readwrite").objectStore("drafts");
    const stored = (await done(store.get(this.id(note)))) as Sealed | undefined;
    if (stored && stored.tab === tab && stored.sequence <= sequence) await done(store.delete(this.id(note)));
  }

  private async opened(sealed: Sealed): Promise<Draft | null> {
    try {
      const bound = new TextEncoder().encode(sealed.id);
      const plain = await crypto.subtle.decrypt(
        { name: "AES-GCM", iv: sealed.iv, additionalData: bound },
        this.key,
        sealed.data,
      );
      const { id: _, person: __, iv: ___, data: ____, ...facts } = sealed;
      return { ...facts, texts: JSON.parse(new TextDecoder().decode(plain)) as Record<string, string> };
    } catch {
      return null;
    }
  }
}

/** Removes keys and drafts of everybody in this browser. */
export function wipeVault(): void {
  if ("indexedDB" in window) indexedDB.deleteDatabase(NAME);
}
