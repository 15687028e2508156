-- Readers in other processes hear when a public service opens or closes.
create trigger service_tells after insert or update or delete or truncate on record.service
  for each statement execute function record.tell_change();
