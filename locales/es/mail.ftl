# Los mensajes que no están en main.ftl y las páginas sobre mensajes.
-institution = Periplus
mail-institution = { -institution }
mail-footer = Un programa ha escrito este mensaje para { -institution }. Puede responder: una persona leerá su respuesta.
mail-reminder-subject = Recordatorio: { $round }, { $department }
mail-reminder-waits = Las respuestas de { $department } a «{ $round }» aún no se han enviado. Lo que ha guardado se conserva.
mail-reminder-deadline = Le rogamos que las envíe a más tardar el { $deadline }.
mail-reminder-done = Si entretanto alguien de su departamento ya las ha enviado, no tiene que hacer nada.
mail-reminder-unsubscribe = No recibir más recordatorios de esta ronda
mail-test-subject = Mensaje de prueba
mail-test-text = Alguien de la secretaría ha pedido este mensaje para comprobar que los mensajes llegan. No tiene que hacer nada.
mail-test-link = Abrir el sitio
mail-sample-round = Acción exterior 2027
mail-sample-department = Dirección General de Pesca
mail-sample-token = ejemplo
