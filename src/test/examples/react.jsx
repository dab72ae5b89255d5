import { Dexie } from 'dexie';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { tidemark } from '@tidemark/client';
import '@tidemark/client/components';

const db = new Dexie('example-react', { addons: [tidemark] });
db.version(1).stores({ companies: 'id, name', contacts: 'id, company' });
db.tidemark.configure({
  url: 'api',
  collections: ['companies', 'contacts'],
  user: 'alice',
  syncOnChange: 500,
  live: true,
});

const collections = {
  companies: { noun: 'company', fields: [{ path: 'phone', label: 'Phone', kind: 'text' }] },
};

function App() {
  const [id, setId] = useState('');
  const [last, setLast] = useState('');
  const show = (event) => {
    event.preventDefault();
    setId(event.detail.id);
  };
  const decided = ({ detail }) => {
    setLast(`Decided: ${detail.conflict.client.fields?.name}`);
    if (!detail.next) setId('');
  };
  return (
    <>
      <tidemark-status db={db} />
      <main>
        <h1>Companies in conflict</h1>
        <p role="status">{last}</p>
        {id ? (
          <tidemark-conflict
            db={db}
            collections={collections}
            conflictId={id}
            ontidemark-show={show}
            ontidemark-decided={decided}
          />
        ) : (
          <tidemark-conflicts db={db} collections={collections} ontidemark-show={show} />
        )}
      </main>
    </>
  );
}

createRoot(document.getElementById('root')).render(<App />);
await db.tidemark.sync();
globalThis.db = db; // for the browser's console
